import { existsSync, writeFileSync } from "node:fs";
import { type BaselineEntry, baselineOf } from "../insight/baseline";
import { PreviewError } from "../preview/base/error";
import { Status } from "../preview/result";
import { counted } from "../report/wrap";
import { baselineText, readBaseline } from "./baseline-file";
import { type Command, parseOptions } from "./command";
import {
  PREVIEW_OPTIONS,
  PREVIEW_OPTIONS_HELP,
  previewWithProgress,
  readPreviewOptions,
  reportFailure,
} from "./previewing";

const FILE = "policy-baseline.json";

const HELP = `Records the findings of today, so that a preview fails on new ones alone.

Usage: aws-pipelines baseline --policy-pack DIR [options]

Options:
  --output FILE              file to write (default: ${FILE})
${PREVIEW_OPTIONS_HELP}
  -h, --help

Example: aws-pipelines baseline --stack prod --policy-pack policy
         aws-pipelines preview --stack prod --policy-pack policy --baseline ${FILE}

An entry names one policy on one resource and the digest of the resource's inputs. The finding returns when the resource
changes. Add "expires": "2027-06-30" and "reason" to an entry by hand; a later run keeps both.
`;

/** `aws-pipelines baseline` */
export const baselineCommand: Command = {
  name: "baseline",
  summary: "records the findings of today, so that a preview fails on new ones alone",
  help: HELP,
  run: async (args, surroundings) => {
    const values = parseOptions("baseline", args, { ...PREVIEW_OPTIONS, output: { type: "string" } });
    const options = readPreviewOptions(values);
    if (options.policyPacks.length === 0) {
      throw new PreviewError("baseline needs a policy pack: add --policy-pack DIR");
    }
    const file = values.output ?? FILE;
    const result = await previewWithProgress(options, surroundings);
    if (reportFailure(result, surroundings)) {
      return result.status;
    }
    const found = baselineOf(result.packs, result.resources);
    const earlier = found.length > 0 && existsSync(file) ? readBaseline(file) : [];
    const entries = found.map((entry) => ({ ...entry, ...notesOf(entry, earlier) }));
    writeFileSync(file, baselineText(entries));
    surroundings.stdout.write(`${file}: ${counted(entries.length, "finding")}. Use it with --baseline ${file}.\n`);
    return Status.clean;
  },
};

/** The notes that a person added to the same entry before. */
function notesOf(entry: BaselineEntry, earlier: readonly BaselineEntry[]): Partial<BaselineEntry> {
  const same = earlier.find(
    ({ policy, urn, digest }) => policy === entry.policy && urn === entry.urn && digest === entry.digest,
  );
  return {
    ...(same?.expires !== undefined && { expires: same.expires }),
    ...(same?.reason !== undefined && { reason: same.reason }),
  };
}
