import { LoaderService } from "@pulumi/pulumi/proto/codegen/loader_grpc_pb";
import { GetSchemaRequest } from "@pulumi/pulumi/proto/codegen/loader_pb";
import { call, connect } from "../engine/rpc";
import type { PackageSchema } from "./schema-package";

/**
 * Asks the engine for the schema of a package whose provider is in a folder of this machine.
 *
 * @throws {Error} with the words of the engine, such as the line of a folder that does not exist
 */
export async function localSchema(packageName: string, loaderAddress: string): Promise<PackageSchema> {
  const client = connect(loaderAddress);
  const request = new GetSchemaRequest();
  request.setPackage(packageName);
  try {
    const response = await call(client, LoaderService.getSchema, request);
    return JSON.parse(Buffer.from(response.getSchema_asU8()).toString());
  } catch (error) {
    throw error instanceof Error && "details" in error ? new Error(String(error.details)) : error;
  } finally {
    client.close();
  }
}
