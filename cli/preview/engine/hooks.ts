import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
  type RegisterResourceHookRequest,
  ResourceHookRequest,
  ResourceHookResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Diagnostics } from "../base/diagnostics";
import type { Callbacks } from "./callbacks";
import type { Resource } from "./resource";
import { toStruct } from "./struct";

/** The program's functions around a resource's creation. Only those that ask for it run in a preview. */
export class Hooks {
  private readonly hooks = new Map<string, { callback: Callback; onDryRun: boolean; ignoreErrors: boolean }>();

  constructor(
    private readonly callbacks: Callbacks,
    private readonly diagnostics: Diagnostics,
  ) {}

  /** @throws {Error} when the name is taken, or there is nothing to call */
  register(request: RegisterResourceHookRequest): void {
    const name = request.getName();
    const callback = request.getCallback();
    if (this.hooks.has(name) || callback === undefined) {
      throw new Error(callback === undefined ? `hook '${name}' has no callback` : `hook '${name}' is registered twice`);
    }
    this.hooks.set(name, { callback, onDryRun: request.getOnDryRun(), ignoreErrors: request.getIgnoreErrors() });
  }

  /** Runs the named hooks for a resource. @throws {Error} with the first error that a hook does not let pass */
  async run(names: readonly string[], resource: Resource, created: boolean): Promise<void> {
    for (const name of names) {
      const hook = this.hooks.get(name);
      if (hook === undefined) {
        throw new Error(`resource ${resource.urn} names hook '${name}', which is not registered`);
      }
      if (hook.onDryRun) {
        const error = await this.call(hook.callback, resource, created);
        if (error !== "" && !hook.ignoreErrors) {
          throw new Error(`hook '${name}' failed: ${error}`);
        }
        if (error !== "") {
          this.diagnostics.add("warning", `hook '${name}' failed: ${error}`, resource.urn);
        }
      }
    }
  }

  private async call(callback: Callback, resource: Resource, created: boolean): Promise<string> {
    const request = new ResourceHookRequest();
    request.setUrn(resource.urn);
    request.setId(resource.id);
    request.setName(resource.name);
    request.setType(resource.type);
    request.setNewInputs(toStruct(resource.inputs));
    if (created) {
      request.setNewOutputs(toStruct(resource.outputs));
    }
    const answer = await this.callbacks.invoke(callback, request.serializeBinary());
    return ResourceHookResponse.deserializeBinary(answer).getError();
  }
}
