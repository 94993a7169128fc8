// @ts-check
/** The public JSON API, asked as anyone else asks it. */

/** What the server says is wrong with a request. */
export class ApiError extends Error {
  /**
   * @param {number} status the HTTP status
   * @param {any} body a google.rpc.Status as JSON
   */
  constructor(status, body) {
    super(body?.message ?? "");
    const info = (body?.details ?? []).find((each) => String(each["@type"]).endsWith("google.rpc.ErrorInfo"));
    this.status = status;
    /** The reason of the contract, without its prefix; empty when the server gave none. */
    this.reason = String(info?.reason ?? "").replace(/^ERROR_REASON_/, "");
    /** @type {Record<string, string>} the data of the sentence */
    this.data = info?.metadata ?? {};
  }
}

/** Nobody answered: the gateway or the server behind it cannot be reached. */
export class UnreachableError extends Error {}

const NOT_REACHED = new Set([502, 503, 504]);

/**
 * @param {string} path
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} a response that is no error
 */
async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", ...options });
  } catch (problem) {
    if (options.signal?.aborted) throw problem;
    throw new UnreachableError(path);
  }
  if (response.ok) return response;
  const body = await response.json().catch(() => null);
  const error = new ApiError(response.status, body);
  if (NOT_REACHED.has(response.status) && !error.reason) throw new UnreachableError(path);
  throw error;
}

/** @param {any} body @param {AbortSignal} [signal] @returns {RequestInit} */
function posting(body, signal) {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), signal };
}

/** @param {Record<string, string | boolean | number | undefined>} parameters */
function query(parameters) {
  const told = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
  return new URLSearchParams(told.map(([key, value]) => [key, String(value)])).toString();
}

/** @param {{hprNumber?: string, organisationNumber?: string}} provider */
function pathOf(provider) {
  return provider.hprNumber
    ? `hpr/${encodeURIComponent(provider.hprNumber)}`
    : `organisation/${encodeURIComponent(provider.organisationNumber ?? "")}`;
}

/** @param {any} request PriceClaimRequest @param {AbortSignal} [signal] @returns {Promise<any>} the decision */
export async function priceClaim(request, signal) {
  return (await (await ask("/v1/claims:price", posting(request, signal))).json()).decision;
}

/**
 * The results of a batch, as they come.
 * @param {any} request BatchPriceClaimsRequest
 * @param {AbortSignal} [signal]
 * @returns {AsyncGenerator<any>} BatchPriceClaimsResponse
 */
export async function* batchPriceClaims(request, signal) {
  const response = await ask("/v1/claims:batchPrice", posting(request, signal));
  yield* messagesOf(/** @type {ReadableStream<Uint8Array>} */ (response.body));
}

/**
 * The messages of a stream: one JSON object on each line.
 * @param {ReadableStream<Uint8Array>} stream
 */
async function* messagesOf(stream) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const lines = rest.split("\n");
    rest = done ? "" : (lines.pop() ?? "");
    for (const line of lines) {
      if (line.trim()) yield messageOf(JSON.parse(line));
    }
    if (done) return;
  }
}

/** @param {any} message a message of a stream, or the status that ended it */
function messageOf(message) {
  if (message.error || (message.code && message.message !== undefined)) throw new ApiError(200, message.error ?? message);
  return message.result ?? message;
}

/** @param {Record<string, any>} parameters of ListProvidersRequest @param {AbortSignal} [signal] */
export async function listProviders(parameters, signal) {
  return (await ask(`/v1/providers?${query(parameters)}`, { signal })).json();
}

/** @param {{hprNumber?: string, organisationNumber?: string}} provider @param {AbortSignal} [signal] */
export async function getProvider(provider, signal) {
  return (await (await ask(`/v1/providers/${pathOf(provider)}`, { signal })).json()).provider;
}

/** @param {{hprNumber?: string, organisationNumber?: string}} provider @param {AbortSignal} [signal] */
export async function getProviderHistory(provider, signal) {
  return (await ask(`/v1/providers/${pathOf(provider)}/history`, { signal })).json();
}

/** @param {{hprNumber?: string, organisationNumber?: string}} provider @param {Record<string, any>} parameters */
export async function getPriceList(provider, parameters) {
  return (await (await ask(`/v1/priceLists/${pathOf(provider)}?${query(parameters)}`)).json()).priceList;
}

/** @param {string} languageCode @param {Date} now */
export async function checkSetup(languageCode, now) {
  return (await ask(`/v1/setup?${query({ languageCode, clientTime: now.toISOString() })}`)).json();
}

/** The description of the API, which has every field of the contract. @returns {Promise<any>} */
export async function openApi() {
  return (await ask("/openapi.json")).json();
}

/** A small file of bookings, to try the diary with. @returns {Promise<Blob>} */
export async function exampleDiary() {
  return (await ask("/diary_example.csv")).blob();
}

/** @param {Record<string, any>} parameters of ListFeesRequest @returns {Promise<any[]>} */
export async function listFees(parameters) {
  return (await (await ask(`/v1/fees?${query(parameters)}`)).json()).fees ?? [];
}
