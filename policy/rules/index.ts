import type { Rule } from "../lib/rule";
import { codebuildArtifactsEncrypted } from "./codebuild-artifacts-encrypted";
import { codebuildCmk } from "./codebuild-cmk";
import { kmsRotation } from "./kms-rotation";

/** Every rule of the pack, in the order of its table: by area, then by name. */
export const rules: readonly Rule[] = [codebuildArtifactsEncrypted, codebuildCmk, kmsRotation];
