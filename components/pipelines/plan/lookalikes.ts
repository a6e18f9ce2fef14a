import { parseArn } from "../../aws/arn";
import { nearest } from "../../schema/nearest";
import type { PipelinePlan } from "./plan";

/** At most so many characters differ between a name and the name that it seems to mean. */
const maximumEdits = 2;

interface NamedResource {
  /** The kind of resource: `codebuild project`. */
  readonly kind: string;
  readonly name: string;
  readonly region: string | undefined;
  readonly account: string | undefined;
}

/**
 * Warns about resources whose names almost match a created resource of the same kind. The roles of a pipeline name
 * them, and no component of the program creates them.
 *
 * @param createdArns - ARNs of the resources that the components of the program create
 */
export function lookalikeWarnings(
  { context, statements, roles }: PipelinePlan,
  createdArns: readonly string[],
): string[] {
  const created = createdArns.flatMap(namedResource);
  const named = [...statements, ...roles.flatMap((role) => role.statements)].flatMap(({ Resource = [] }) =>
    [Resource].flat().flatMap(namedResource),
  );
  const warnings = named.flatMap((resource) => {
    const alike = created.filter((other) => isSameKind(resource, other));
    if (alike.some(({ name }) => name === resource.name)) {
      return [];
    }
    const meant = nearest(
      resource.name,
      alike.map(({ name }) => name),
      maximumEdits,
    );
    return meant === undefined
      ? []
      : [
          `The pipeline ${context.pipelineName} uses the ${resource.kind} ${resource.name}. No component of this program creates it. Did you mean ${meant}?`,
        ];
  });
  return [...new Set(warnings)];
}

function isSameKind(one: NamedResource, other: NamedResource): boolean {
  const agrees = (key: "region" | "account") =>
    one[key] === undefined || other[key] === undefined || one[key] === other[key];
  return one.kind === other.kind && agrees("region") && agrees("account");
}

/** A resource by its ARN; none for a pattern. */
function namedResource(text: string): NamedResource[] {
  const { service, region, account, resource } = parseArn(text) ?? {};
  const [head = "", ...rest] = (resource ?? "").split("/");
  const isBucket = service === "s3";
  const name = isBucket || rest.length === 0 ? head : rest.join("/");
  const kind = isBucket ? "bucket" : rest.length === 0 ? String(service) : `${service} ${head}`;
  return service === undefined || name === "" || name.includes("*") ? [] : [{ kind, name, region, account }];
}
