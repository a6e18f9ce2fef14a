import { z } from "zod";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, nonEmptyText } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { defineAction, movesNoArtifacts } from "./base/action-type";

export const alexaSchema = allowedKeys({
  ...actionShape,
  /**
   * The owner of the provider.
   * @default "ThirdParty"
   */
  owner: z.literal("ThirdParty").optional(),
  provider: z.literal("AlexaSkillsKit"),
  category: z.literal("Deploy").default("Deploy"),
  /**
   * Accepts that `ClientSecret` and `RefreshToken` are secrets in plain text. AWS reads them from no secret store, so
   * everybody who can read the pipeline's definition or the state of the stack has them. AWS masks them in its own
   * answers. Use a security profile of this pipeline alone, and renew the token often.
   */
  acceptPlainTextSecrets: z.literal(true, {
    error: ({ input }) =>
      `${input === undefined ? "is missing" : "is not true"}: the action has ClientSecret and RefreshToken in plain text, since AWS takes them from no store. Give true to accept that all readers of the definition have them`,
  }),
  configuration: allowedKeys({
    /** The id of the security profile that deploys the skill. */
    ClientId: nonEmptyText,
    /** The secret of the security profile, in plain text. */
    ClientSecret: nonEmptyText,
    /** The refresh token of the security profile, in plain text. */
    RefreshToken: nonEmptyText,
    /** The id of the skill, `amzn1.ask.skill.<id>`. */
    SkillId: matching(/^amzn1\.ask\.skill\.[\w-]+$/, "give the id of a skill, amzn1.ask.skill.<id>"),
  }),
});

type Action = z.output<typeof alexaSchema>;

/**
 * Deploys an Alexa skill. An Amazon worker deploys it, with the credentials of the configuration and of the job, so the
 * action has no role.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-alexa-skills-kit.html
 */
export const alexa = defineAction({
  schema: alexaSchema,
  inputArtifacts: { min: 1, max: 2 },
  crossRegion: false,
  artifactUse: movesNoArtifacts,
  validate: problems,
});

/** Returns an action that deploys an Alexa skill. */
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
