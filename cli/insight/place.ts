import type { PropertyValue } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { fromJson, knownAt, listAt, SECRET_TEXT, textAt, UNKNOWN_TEXT } from "./known";

/** Account and region of a resource, as far as the program states them. */
export interface Place {
  readonly account?: string;
  readonly region?: string;
}

/** Answers where resources of one program are: from their own region, their provider, and the stack's configuration. */
export class Places {
  private readonly byUrn: ReadonlyMap<string, Resource>;

  constructor(
    resources: readonly Resource[],
    private readonly config: Readonly<Record<string, string>>,
    /** `--account`: the account of the caller. */
    private readonly caller?: string,
  ) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  }

  of(resource: Resource): Place {
    const provider = this.byUrn.get(resource.provider.slice(0, resource.provider.lastIndexOf("::")));
    const account = this.accountOf(provider);
    const region = known(
      textAt(resource.inputs.region) ?? textAt(provider?.inputs.region) ?? textOf(this.config["aws:region"]),
    );
    return { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
  }

  private accountOf(provider: Resource | undefined): string | undefined {
    const role = knownAt(fromJson(provider?.inputs.assumeRoles), "roleArn");
    const allowed = idsOf(fromJson(provider?.inputs.allowedAccountIds));
    const configured = idsOf(fromJson(this.config["aws:allowedAccountIds"]));
    return accountOfArn(role) ?? only(allowed) ?? this.caller ?? only(configured);
  }
}

/** The account in an ARN; undefined where it has none. */
export function accountOfArn(arn: string | undefined): string | undefined {
  const account = arn?.split(":")[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

function idsOf(value: PropertyValue | undefined): readonly string[] {
  return listAt(value)
    .flatMap((id) => knownAt(id) ?? [])
    .filter((id) => /^\d{12}$/.test(id));
}

function only(ids: readonly string[]): string | undefined {
  return ids.length === 1 ? ids[0] : undefined;
}

/** Nothing for a region that is unknown or secret: no other place says it instead. */
function known(region: string | undefined): string | undefined {
  return region === UNKNOWN_TEXT || region === SECRET_TEXT ? undefined : region;
}

function textOf(value: string | undefined): string | undefined {
  return value === undefined || value === "" ? undefined : value;
}
