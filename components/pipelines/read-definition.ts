import { refuse } from "../schema/refuse";
import { readDefinition } from "./aws-form/read-definition";
import type { PipelineDefinition } from "./definition/schema";

/** A pipeline that was read from a file, for the arguments of a {@link Pipeline}. */
export interface NamedDefinition extends PipelineDefinition {
  /** The name of the pipeline, where the file says one. */
  pipelineName?: string;
}

/**
 * Reads a pipeline from YAML or JSON: in the form of this package (its schema is `schemas/pipeline.json`), as
 * `aws codepipeline get-pipeline` prints it, or as CloudFormation spells it. The pipeline's role, the roles of actions
 * that name none, and the artifact stores come from the program, whatever the file says of them.
 *
 * @param file - What messages call the file: `pipeline.yaml`.
 * @param text - What stands in it.
 * @throws RunError naming everything that is wrong with it.
 */
export function readPipelineDefinition(file: string, text: string): NamedDefinition {
  const { definition, pipelineName, problems } = readDefinition(text);
  refuse(file, problems);
  if (definition === undefined) {
    throw new Error(`${file} has no problems and no pipeline either`);
  }
  return { ...definition, ...(pipelineName !== undefined && { pipelineName }) };
}
