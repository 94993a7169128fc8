import sys
import grpc
from avtalt.v1 import claim_pricing_service_pb2 as pricing, claim_pricing_service_pb2_grpc as services, decision_pb2

claim = {"discipline": "DISCIPLINE_PHYSIOTHERAPY", "performer": {"hpr_number": "9000001"},
         "treatment_date": "2026-09-15", "lines": [{"fee": {"fee_code": "A3a"}}]}
client = services.ClaimPricingServiceStub(grpc.insecure_channel(sys.argv[1]))
decision = client.PriceClaim(pricing.PriceClaimRequest(claim=claim, language_code="en"), timeout=2).decision
print(decision_pb2.Outcome.Name(decision.outcome), decision.totals.patient_pays_ore)
