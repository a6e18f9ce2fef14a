import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { type GetSchemaRequest, GetSchemaResponse } from "@pulumi/pulumi/proto/codegen/loader_pb";
import { unary } from "./rpc";

/**
 * The engine's service for a language runtime: schemas of the packages that a program uses.
 *
 * @param schemaOf - the schema of a package; undefined if no folder of this machine has its provider
 */
export function loaderService(
  schemaOf: (packageName: string) => Promise<string | undefined>,
): UntypedServiceImplementation {
  return {
    getSchema: unary(async (request: GetSchemaRequest) => {
      const schema = await schemaOf(request.getPackage());
      if (schema === undefined) {
        throw new Error(`no folder of this machine has the provider of ${request.getPackage()}`);
      }
      const response = new GetSchemaResponse();
      response.setSchema(Buffer.from(schema));
      return response;
    }),
  };
}
