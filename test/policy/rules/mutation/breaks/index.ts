import type { Break, Breaks } from "./break";
import { bucketBreaks } from "./buckets";
import { buildBreaks } from "./builds";
import { identityBreaks } from "./identities";
import { pipelineBreaks } from "./pipelines";
import { serviceBreaks } from "./services";

export type { Break };

/** The mistake that each rule is to notice, and that no other rule has a reason to. */
export const breaks: Breaks = {
  ...bucketBreaks,
  ...buildBreaks,
  ...identityBreaks,
  ...pipelineBreaks,
  ...serviceBreaks,
};
