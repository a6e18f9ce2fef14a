import { type RuleConfig, textList } from "../rule/config";

/** The words that tell production from other environments. */
export interface ProductionConfig {
  /** Words that stand in the names of pipelines, stages and actions of production, without regard to case. */
  readonly productionWords: readonly string[];
}

export const productionConfig: RuleConfig<ProductionConfig> = {
  properties: {
    productionWords: textList("Words in the names of pipelines, stages and actions that are production's"),
  },
  defaults: { productionWords: ["prod", "prd", "production", "live"] },
};
