import { globMatches } from "../../iam/glob";
import { type Finding, violation } from "../facts/finding";

/** A resource that a rule exempts until a date, with the reason. */
export interface Exception {
  /** Pattern of the resource's URN that ends in the resource name. `*` and `?` match any characters. */
  readonly urn: string;
  readonly reason: string;
  /** The last day of the exception in UTC, such as `2026-12-31`. */
  readonly expires: string;
}

/** The checks of an exception. */
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

/** Returns the mistakes in the exceptions for a resource. An exception without a URN is for every resource. */
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
 * Applies the exceptions to a finding: excepted while one for its resource holds, else as it was, with a note about an
 * expired one.
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
