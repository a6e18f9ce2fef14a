import { accessMapOf } from "../insight/access";
import { differencesOf } from "../insight/differences";
import { permissionChanges, WIDENING } from "../insight/permission-changes";
import { pipelinesOf } from "../insight/pipelines";
import { PreviewError } from "../preview/base/error";
import { readExportedState } from "../preview/project/exported-state";
import type { PreviewResult } from "../preview/result";
import { type Comparison, permissionSentence } from "../report/differences";
import type { replacementDocs } from "./replacement-docs";

const FAIL_ON = ["widening", "delete", "replace", "any"] as const;

/** A kind of differences that `--fail-on` names. */
export type FailOn = (typeof FAIL_ON)[number];

/**
 * Reads the kinds of differences that fail.
 *
 * @throws {PreviewError} for an unknown kind, and for none or both of `--state` and `--against`
 */
export function readFailOn(values: {
  readonly state?: string;
  readonly against?: string;
  readonly "fail-on"?: readonly string[];
}): ReadonlySet<FailOn> {
  if ((values.state === undefined) === (values.against === undefined)) {
    throw new PreviewError("diff takes one of --state FILE and --against REF");
  }
  const kinds = (values["fail-on"] ?? []).flatMap((text) => text.split(","));
  return new Set(
    kinds.map((text) => {
      const kind = FAIL_ON.find((known) => known === text);
      if (kind === undefined) {
        throw new PreviewError(`--fail-on: "${text}" is none of ${FAIL_ON.join(", ")}`);
      }
      return kind;
    }),
  );
}

/** Whether a comparison has a difference of a kind that fails. */
export function isRefused({ resources, permissions }: Comparison, failOn: ReadonlySet<FailOn>): boolean {
  const has = (operation: string) => resources.some((one) => one.operation === operation);
  return (
    (failOn.has("widening") && permissions.changes.some(({ kind }) => WIDENING.has(kind))) ||
    (failOn.has("delete") && (has("delete") || has("replace"))) ||
    (failOn.has("replace") && has("replace")) ||
    (failOn.has("any") && (resources.length > 0 || permissions.changes.length > 0))
  );
}

/** One side of a comparison. */
export type Side = Pick<PreviewResult, "resources" | "config" | "account">;

/** Compares two sides of a stack. */
export function compare(before: Side, after: Side, docs: ReturnType<typeof replacementDocs>): Comparison {
  const mapOf = ({ resources, config, account }: Side) =>
    accessMapOf(resources, pipelinesOf(resources, config, account));
  return {
    resources: differencesOf(before.resources, after.resources, docs),
    permissions: permissionChanges(mapOf(before), mapOf(after)),
  };
}

/**
 * The deployed state of a stack. It has no outputs, because a comparison reads inputs alone.
 *
 * @throws {PreviewError} when the file is no exported stack
 */
export function deployedSide(file: string, { config, account }: Omit<Side, "resources">): Side {
  const resources = readExportedState(file).map((resource) => ({ ...resource, outputs: {} }));
  return { resources, config, ...(account !== undefined && { account }) };
}

/** A comparison as JSON. */
export function comparisonDocument({ resources, permissions }: Comparison) {
  return {
    permissions: permissions.changes.map((change) => ({ ...change, text: permissionSentence(change) })),
    notKnown: permissions.notKnown,
    resources,
  };
}
