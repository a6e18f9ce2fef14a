import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { serves } from "./providers";
import type { Resource } from "./resource";
import { packageOf } from "./urn";

/** Copies the protection, retention and provider of the parent to a resource that sets none. */
export function inheritOptions(request: RegisterResourceRequest, parent: Resource | undefined): void {
  if (parent === undefined) {
    return;
  }
  if (request.getDeletedwith() === "") {
    request.setDeletedwith(parent.deletedWith);
  }
  if (!request.hasProtect() && parent.protect !== undefined) {
    request.setProtect(parent.protect);
  }
  if (!request.hasRetainondelete() && parent.retainOnDelete !== undefined) {
    request.setRetainondelete(parent.retainOnDelete);
  }
  if (request.getProvider() === "" && serves(parent.provider, packageOf(request.getType()))) {
    request.setProvider(parent.provider);
  }
}
