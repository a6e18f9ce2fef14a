import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
  type RegisterResourceRequest,
  TransformInvokeOptions,
  TransformInvokeRequest,
  TransformInvokeResponse,
  TransformRequest,
  TransformResourceOptions,
  TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { isMap, mapMembers, outputValue, type PropertyMap, Signature, signatureOf } from "../base/property-value";
import type { Callbacks } from "./callbacks";
import { fromStruct, toStruct } from "./struct";

/** A registration on its way through the transforms. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
  readonly properties: PropertyMap;
  readonly options: TransformResourceOptions;
}

/** Gathers the options of a request into the form that transforms receive. */
export function optionsOf(request: RegisterResourceRequest, provider: string): TransformResourceOptions {
  const options = new TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  if (request.hasProtect()) {
    options.setProtect(request.getProtect() === true);
  }
  if (request.hasRetainondelete()) {
    options.setRetainOnDelete(request.getRetainondelete() === true);
  }
  if (request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()) {
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  }
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setReplaceWithList(request.getReplaceWithList());
  options.setReplacementTrigger(request.getReplacementTrigger());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(provider);
  options.setCustomTimeouts(request.getCustomtimeouts());
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  options.setDeletedWith(request.getDeletedwith());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setHideDiffList(request.getHidediffsList());
  options.setImport(request.getImportid());
  options.setHooks(request.getHooks());
  for (const [name, reference] of request.getProvidersMap().entries()) {
    options.getProvidersMap().set(name, reference);
  }
  return options;
}

/** Runs transforms one after another; each receives the result of the one before. */
export async function applyTransforms(
  registration: Registration,
  transforms: readonly Callback[],
  callbacks: Callbacks,
): Promise<Registration> {
  let current = registration;
  for (const transform of transforms) {
    const request = new TransformRequest();
    request.setType(current.type);
    request.setName(current.name);
    request.setCustom(current.custom);
    request.setParent(current.parent);
    request.setProperties(toStruct(current.properties));
    request.setOptions(current.options);
    const response = TransformResponse.deserializeBinary(await callbacks.invoke(transform, request.serializeBinary()));
    const properties = response.getProperties();
    current = {
      ...current,
      properties: properties === undefined ? current.properties : fromStruct(properties),
      options: response.getOptions() ?? current.options,
    };
  }
  return current;
}

/** Properties that name their dependencies themselves, so that a transform cannot lose them. */
export function withDependencies(
  properties: PropertyMap,
  dependencies: Readonly<Record<string, readonly string[]>>,
): PropertyMap {
  return mapMembers(properties, (value, key) => {
    const urns = dependencies[key] ?? [];
    const alreadyOutput = isMap(value) && signatureOf(value) === Signature.output;
    return urns.length === 0 || alreadyOutput ? value : outputValue(value, urns);
  });
}

/** Runs the stack's transforms of one invoke. */
export async function applyInvokeTransforms(
  token: string,
  invoke: { readonly args: PropertyMap; readonly provider: string },
  transforms: readonly Callback[],
  callbacks: Callbacks,
): Promise<{ readonly args: PropertyMap; readonly provider: string }> {
  let current = invoke;
  for (const transform of transforms) {
    const options = new TransformInvokeOptions();
    options.setProvider(current.provider);
    const request = new TransformInvokeRequest();
    request.setToken(token);
    request.setArgs(toStruct(current.args));
    request.setOptions(options);
    const answer = await callbacks.invoke(transform, request.serializeBinary());
    const response = TransformInvokeResponse.deserializeBinary(answer);
    const args = response.getArgs();
    current = {
      args: args === undefined ? current.args : fromStruct(args),
      provider: response.getOptions()?.getProvider() ?? current.provider,
    };
  }
  return current;
}
