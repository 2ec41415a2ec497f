/** The least model there is to try a provider on: one node, `b = a + a` over float[4]; written by onnx.helper, opset 13. */
export const ADD_MODEL: Uint8Array = Buffer.from(
  'CAgSADo1Cg4KAWEKAWESAWIiA0FkZBIBZ1oPCgFhEgoKCAgBEgQKAggEYg8KAWISCgoICAESBAoCCARCBAoAEA0=',
  'base64',
);
