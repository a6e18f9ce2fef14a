import type { IdentityAccess, Right } from "../insight/access";
import { showIdentity } from "../insight/statement-text";
import type { Paint } from "./style";
import { wrapped } from "./wrap";

/** A line for each fact of each identity: who acts as it, the services of its actions, and the roles that it reaches. */
export function accessOverview(all: readonly IdentityAccess[], paint: Paint, width: number): string[] {
  return all.length === 0
    ? ["The program has no role, user or group."]
    : all.flatMap(({ identity, reachedBy, rights, assumes, passes }) => {
        const actions = rights.flatMap((right) => right.actions);
        const services = [...new Set(actions.map((action) => action.split(":")[0] ?? action))];
        return [
          paint("heading", showIdentity(identity)),
          ...labelled("by", fewChains(reachedBy), paint, width),
          ...labelled("may", services.length === 0 ? ["nothing"] : [services.join(", ")], paint, width),
          ...labelled("assumes", assumes, paint, width),
          ...labelled("passes", passes, paint, width),
          ...labelled("unknown", identity.notKnown, paint, width),
        ];
      });
}

/** Every statement of the identities given. */
export function accessReport(found: readonly IdentityAccess[], paint: Paint, width: number): string[] {
  return found.flatMap((access) => [
    paint("heading", showIdentity(access.identity)),
    ...labelled("by", access.reachedBy, paint, width),
    ...labelled("trusts", access.trustedBy, paint, width),
    ...labelled("may", access.rights.map(inWords), paint, width),
    ...labelled("denied", access.denies.map(inWords), paint, width),
    ...(access.boundary ? labelled("at most", access.boundary.map(inWords), paint, width) : []),
    ...labelled("through", access.fromResources.map(inWords), paint, width),
    ...labelled("assumes", access.assumes, paint, width),
    ...labelled("passes", access.passes, paint, width),
    ...labelled("unknown", access.identity.notKnown, paint, width),
  ]);
}

/** A statement in one line. */
export function inWords({ actions, resources, conditions, source }: Right): string {
  const where = resources.length === 0 ? "" : ` on ${resources.join(", ")}`;
  const conditional = conditions.length === 0 ? "" : `, if ${conditions.join(" and ")}`;
  return `${actions.join(", ")}${where}${conditional} [${source}]`;
}

/** Chains of one identity in an overview. */
const MOST_CHAINS = 5;

/** The first chains to an identity, and the number of the others. */
export function fewChains(chains: readonly string[]): readonly string[] {
  const more = chains.length - MOST_CHAINS;
  return more > 0 ? [...chains.slice(0, MOST_CHAINS), `and ${more} more`] : chains;
}

const LABEL_WIDTH = 9;

function labelled(label: string, texts: readonly string[], paint: Paint, width: number): string[] {
  return texts.flatMap((text, index) => {
    const head = `  ${(index === 0 ? label : "").padEnd(LABEL_WIDTH)}`;
    const gap = " ".repeat(head.length);
    return wrapped(text.split(" "), width - head.length, "").map((line, row) =>
      row === 0 ? `${paint("quiet", head)}${line}` : `${gap}${line}`,
    );
  });
}
