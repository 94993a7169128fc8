import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const protos = loader.loadSync("avtalt/v1/claim_pricing_service.proto", { includeDirs: ["protos"], enums: String });
const { ClaimPricingService } = grpc.loadPackageDefinition(protos).avtalt.v1;
const claim = { discipline: "DISCIPLINE_PHYSIOTHERAPY", performer: { hprNumber: "9000001" },
                treatmentDate: "2026-09-15", lines: [{ fee: { feeCode: "A3a" } }] };
const client = new ClaimPricingService(process.argv[2], grpc.credentials.createInsecure());
client.priceClaim({ claim, languageCode: "en" }, { deadline: Date.now() + 2000 }, (error, { decision } = {}) =>
  console.log(error?.message ?? `${decision.outcome} ${decision.totals.patientPaysOre}`));
