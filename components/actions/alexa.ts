import { z } from "zod";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, nonEmptyText } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { actionType, movesNoArtifacts } from "./base/action-type";

export const alexaSchema = allowedKeys({
  ...actionShape,
  /**
   * Who keeps the provider.
   * @default "ThirdParty"
   */
  owner: z.literal("ThirdParty").optional(),
  provider: z.literal("AlexaSkillsKit"),
  category: z.literal("Deploy").default("Deploy"),
  /**
   * That `ClientSecret` and `RefreshToken` are secrets in plain text is known and accepted. AWS takes them from no
   * store, so whoever may read the pipeline's definition, or the state of the stack, has them. AWS itself masks them when
   * the pipeline is read. Use a security profile of this pipeline's own, and renew the token often.
   */
  acceptPlainTextSecrets: z.literal(true, {
    error: ({ input }) =>
      `${input === undefined ? "is missing" : "is not true"}: the action has ClientSecret and RefreshToken in plain text, since AWS takes them from no store; give true to accept that whoever reads the definition has them`,
  }),
  configuration: allowedKeys({
    /** The id of the security profile that the skill is deployed with. */
    ClientId: nonEmptyText,
    /** The secret of the security profile, in plain text. */
    ClientSecret: nonEmptyText,
    /** A token of the security profile that gets others, in plain text. */
    RefreshToken: nonEmptyText,
    /** The id of the skill, `amzn1.ask.skill.<id>`. */
    SkillId: matching(/^amzn1\.ask\.skill\.[\w-]+$/, "give the id of a skill, amzn1.ask.skill.<id>"),
  }),
});

type Action = z.output<typeof alexaSchema>;

/**
 * Deploys an Alexa skill. A worker of Amazon's does it, with the credentials of the configuration and those that come
 * with the job, so the action has no role.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-alexa-skills-kit.html
 */
export const alexa = actionType(alexaSchema, {
  provider: "AlexaSkillsKit",
  owner: "ThirdParty",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 1, max: 2 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: [],
  pipelineTypes: ["V1", "V2"],
  crossRegion: false,
  artifactUse: movesNoArtifacts,
  validate: problems,
  permissions: () => [],
});

/** An action that deploys an Alexa skill. */
export function alexaAction(action: Omit<z.input<typeof alexaSchema>, "provider">): z.input<typeof alexaSchema> {
  return { ...action, provider: "AlexaSkillsKit" };
}

// Messages never repeat a secret.
const notSecrets: readonly (readonly [text: RegExp, reason: string])[] = [
  [
    /^\{\{resolve:/,
    "is a dynamic reference, which nobody resolves outside of a CloudFormation template: give the value",
  ],
  [/^\*+$/, "is what AWS shows in place of the value: give the value"],
];

function problems({ configuration, roleArn }: Action): Problem[] {
  const { ClientSecret, RefreshToken } = configuration;
  return [
    ...Object.entries({ ClientSecret, RefreshToken }).flatMap(([key, value]) =>
      notSecrets.filter(([text]) => text.test(value)).map(([, reason]) => ({ path: `configuration.${key}`, reason })),
    ),
    ...(roleArn === undefined
      ? []
      : [{ path: "roleArn", reason: `is ${roleArn}: a worker of Amazon's acts for the action; remove it` }]),
  ];
}
