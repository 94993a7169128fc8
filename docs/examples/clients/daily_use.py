"""Asks for the price of the claim in a file: with a deadline, retries, and errors that are read."""

import sys
from pathlib import Path

import grpc
from avtalt.v1 import claim_pb2, claim_pricing_service_pb2 as pricing, claim_pricing_service_pb2_grpc as services
from avtalt.v1.decision_pb2 import Outcome
from google.protobuf.json_format import Parse
from google.rpc.error_details_pb2 import ErrorInfo
from grpc_status import rpc_status

target, claim_file = sys.argv[1:]
service_config = Path(__file__).with_name("service_config.json").read_text()
options = [("grpc.service_config", service_config), ("grpc.initial_reconnect_backoff_ms", 200)]
channel = grpc.insecure_channel(target, options)  # one for the whole program
client = services.ClaimPricingServiceStub(channel)

claim = Parse(Path(claim_file).read_text(), claim_pb2.Claim())
try:
    decision = client.PriceClaim(pricing.PriceClaimRequest(claim=claim, language_code="en"), timeout=20).decision
    print(Outcome.Name(decision.outcome), decision.totals.patient_pays_ore)
except grpc.RpcError as error:
    print(error.code().name, error.details())
    status = rpc_status.from_call(error)  # absent when no server of ours has answered
    for detail in status.details if status else []:
        info = ErrorInfo()
        if detail.Unpack(info):
            print(info.reason, dict(info.metadata))
    sys.exit(1)
