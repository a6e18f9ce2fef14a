import { globMatches } from "../../iam/glob";
import { type Finding, violation } from "../facts/finding";

/** A resource that a rule lets be until a day, because somebody said why. */
export interface Exception {
  /** Pattern of the resource's URN, in which `*` and `?` match any characters; it ends in the resource name. */
  readonly urn: string;
  readonly reason: string;
  /** The last day on which it holds, as `2026-12-31`, in UTC. */
  readonly expires: string;
}

/** What an exception must say. */
const checks = [
  {
    property: "urn",
    isRight: (urn: string) => /::[^:]*[^*?:\s][^:]*$/.test(urn),
    desired: "should be the pattern of a URN that ends in the resource's name, as in *::aws:s3/bucket:Bucket::logs",
  },
  { property: "reason", isRight: (reason: string) => reason.trim() !== "", desired: "should say why: add a reason" },
  {
    property: "expires",
    isRight: isDay,
    desired: "should be the last day of the exception, as 2026-12-31: add a date",
  },
] as const;

/** What is wrong with the exceptions that are meant for a resource; those meant for no particular one are for all. */
export function refusedExceptions(exceptions: readonly Exception[], urn: string): Finding[] {
  return exceptions.flatMap((exception, index) => {
    const wrong = wrongIn(exception);
    const concerns = wrong.some(({ property }) => property === "urn") || globMatches(exception.urn, urn);
    return concerns
      ? wrong.map(({ property, desired }) =>
          violation(
            `exemptions[${index}].${property} in this policy's configuration`,
            `${desired}, or remove the entry`,
          ),
        )
      : [];
  });
}

/**
 * A finding in the light of the exceptions: excepted while one for its resource holds, and otherwise as it was, with a
 * word about one that has expired.
 *
 * @param today - as `2026-12-31`
 */
export function withExceptions(
  finding: Finding,
  urn: string,
  exceptions: readonly Exception[],
  today: string,
): Finding {
  const meant = exceptions.filter((exception) => wrongIn(exception).length === 0 && globMatches(exception.urn, urn));
  const latest = meant.toSorted((one, other) => (one.expires < other.expires ? 1 : -1))[0];
  if (latest === undefined) {
    return finding;
  }
  const { expires, reason } = latest;
  return expires >= today
    ? { kind: "excepted", message: `${finding.message} (excepted until ${expires}: ${reason.trim()})` }
    : {
        ...finding,
        message: `${finding.message} (the exception for ${latest.urn} expired on ${expires}: mend it, or renew the entry in exemptions)`,
      };
}

function wrongIn(exception: Exception): { property: string; desired: string }[] {
  const known: readonly string[] = checks.map(({ property }) => property);
  const unknown = Object.keys(exception).filter((property) => !known.includes(property));
  return [
    ...checks.filter(({ property, isRight }) => {
      const value: unknown = Object.hasOwn(exception, property) ? exception[property] : undefined;
      return typeof value !== "string" || !isRight(value);
    }),
    ...unknown.map((property) => ({ property, desired: "should not be there: keep urn, reason and expires" })),
  ];
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
