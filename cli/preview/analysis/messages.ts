import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { mapMembers, type PropertyMap, plainReferences } from "../base/property-value";
import type { Resource } from "../engine/resource";
import { toStruct } from "../engine/struct";

/** The request that lets policies judge one resource by its inputs. */
export function analyzeRequest(resource: Resource, provider: Resource | undefined, internal: boolean): AnalyzeRequest {
  const request = new AnalyzeRequest();
  request.setType(resource.type);
  request.setName(resource.name);
  request.setUrn(resource.urn);
  request.setProperties(toStruct(sent(internal ? resource.inputs : publicProperties(resource.inputs))));
  request.setOptions(resourceOptions(resource));
  request.setProvider(providerOf(provider));
  return request;
}

/** One resource in the request of stack policies: its outputs and its dependencies. */
export function stackResource(resource: Resource, provider: Resource | undefined): AnalyzerResource {
  const message = new AnalyzerResource();
  message.setType(resource.type);
  message.setName(resource.name);
  message.setUrn(resource.urn);
  message.setProperties(toStruct(sent(publicProperties(resource.outputs))));
  message.setOptions(resourceOptions(resource));
  message.setProvider(providerOf(provider));
  message.setParent(resource.parent);
  message.setDependenciesList([...resource.dependencies]);
  for (const [key, urns] of Object.entries(resource.propertyDependencies)) {
    if (urns.length > 0) {
      const dependencies = new AnalyzerPropertyDependencies();
      dependencies.setUrnsList([...urns]);
      message.getPropertydependenciesMap().set(key, dependencies);
    }
  }
  return message;
}

function resourceOptions(resource: Resource): AnalyzerResourceOptions {
  const options = new AnalyzerResourceOptions();
  options.setProtect(resource.protect ?? false);
  options.setIgnorechangesList([...resource.ignoreChanges]);
  options.setDeletebeforereplace(resource.deleteBeforeReplace ?? false);
  options.setDeletebeforereplacedefined(resource.deleteBeforeReplace !== undefined);
  options.setAdditionalsecretoutputsList([...resource.additionalSecretOutputs]);
  options.setParent(resource.parent);
  const timeouts = new AnalyzerResourceOptions.CustomTimeouts();
  timeouts.setCreate(resource.timeouts.create ?? 0);
  timeouts.setUpdate(resource.timeouts.update ?? 0);
  timeouts.setDelete(resource.timeouts.delete ?? 0);
  options.setCustomtimeouts(timeouts);
  return options;
}

function providerOf(provider: Resource | undefined): AnalyzerProviderResource | undefined {
  if (provider === undefined) {
    return undefined;
  }
  const message = new AnalyzerProviderResource();
  message.setType(provider.type);
  message.setName(provider.name);
  message.setUrn(provider.urn);
  message.setProperties(toStruct(sent(publicProperties(provider.inputs))));
  return message;
}

function sent(properties: PropertyMap): PropertyMap {
  return mapMembers(properties, plainReferences);
}

// Keys with two underscores are the engine's and the providers' own; only remediation must carry them along.
function publicProperties(properties: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
}
