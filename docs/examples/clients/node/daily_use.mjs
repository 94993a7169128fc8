// Asks for the price of the claim in a file: with a deadline, retries, and errors that are read.

import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import protobuf from "protobufjs";

const [target, claimFile] = process.argv.slice(2);
const protos = loader.loadSync("avtalt/v1/claim_pricing_service.proto", { includeDirs: ["protos"], enums: String });
const { ClaimPricingService } = grpc.loadPackageDefinition(protos).avtalt.v1;
const serviceConfig = readFileSync(new URL("../service_config.json", import.meta.url), "utf8");
const client = new ClaimPricingService(target, grpc.credentials.createInsecure(), {
  "grpc.service_config": serviceConfig,
  "grpc.initial_reconnect_backoff_ms": 200,
}); // one for the whole program

const request = { claim: JSON.parse(readFileSync(claimFile, "utf8")), languageCode: "en" };
const waiting = new grpc.Metadata({ waitForReady: true }); // grpc-js does not take it from the service config
client.priceClaim(request, waiting, { deadline: Date.now() + 20_000 }, (error, answer) => {
  if (error) {
    console.log(grpc.status[error.code], error.details);
    console.log(...errorInfo(error));
    process.exitCode = 1;
  } else {
    console.log(answer.decision.outcome, answer.decision.totals.patientPaysOre);
  }
});

// The reason and its data; nothing when no server of ours has answered.
function errorInfo(error) {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  if (!bytes) return [];
  const root = new protobuf.Root();
  root.resolvePath = (_, file) => `protos/${file}`;
  root.loadSync(["google/rpc/status.proto", "google/rpc/error_details.proto"]);
  const { details } = root.lookupType("google.rpc.Status").decode(bytes);
  const packed = details.find((detail) => detail.type_url.endsWith("/google.rpc.ErrorInfo"));
  const info = root.lookupType("google.rpc.ErrorInfo").decode(packed.value);
  return [info.reason, info.metadata];
}
