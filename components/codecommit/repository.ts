import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as codecommit from "@pulumi/aws/codecommit";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { codeCommitRepositoryArn, eventRuleArn, roleArn } from "../aws/arn";
import { keyInputProblems } from "../aws/names";
import { nameLimits, notificationNameOf, physicalName } from "../aws/physical-name";
import { repositoryRoleName } from "../aws/role-names";
import { type RoleSettings, roleSettingsProblems } from "../aws/role-settings";
import { type AwsScope, type ScopeArgs, scopeOf, scopeProblems } from "../aws/scope";
import { accessRepository } from "../iam/repository-access";
import { createRole } from "../iam/role";
import { rolePolicies, rolePolicyProblems } from "../iam/role-policies";
import { policyDocument } from "../iam/statement";
import { readInput } from "../schema/lenient";
import { refuse, requireKinds, requireValue } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import { eventPatterns } from "./events";
import {
  approvalRule,
  type RepositoryModel,
  type RepositorySettings,
  repositoryProblems,
  repositorySchema,
  topicStatements,
} from "./settings";

/** The arguments of a {@link CodeCommitRepository}. */
export interface CodeCommitRepositoryArgs extends ScopeArgs, RoleSettings, RepositorySettings {
  /**
   * The ARN of the customer key that encrypts the repository. The documents of `access` roles name a key given as text.
   * The policy of a key made in the same program must allow these roles to use it.
   */
  encryptionKeyArn: pulumi.Input<string>;
  /**
   * Tags of every taggable resource.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Creates a CodeCommit repository under a customer key, with protected branches, an approval rule, roles to work with it,
 * triggers, and event rules. AWS accepts no new customers of CodeCommit.
 *
 * @throws RunError listing every invalid argument.
 * @example
 * ```ts
 * new CodeCommitRepository("shop", {
 *   account: "111122223333",
 *   region: "eu-central-1",
 *   encryptionKeyArn: key.arn,
 *   approvals: { approvers: ["arn:aws:iam::111122223333:role/reviewers"] },
 *   access: { developers: { permission: "contribute", principals: [sso], mfa: false } },
 * });
 * ```
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-repository.html
 */
export class CodeCommitRepository extends pulumi.ComponentResource {
  /** The name of the repository, plain: for sources of pipelines and builds. */
  readonly name: string;
  /** The ARN of the repository. */
  readonly repositoryArn: pulumi.Output<string>;
  /** The address for `git clone` with `git-remote-codecommit`. */
  readonly cloneAddress: string;
  /** The ARNs of the roles of `access`, by name. */
  readonly accessRoleArns: Readonly<Record<string, string>>;

  constructor(name: string, args: CodeCommitRepositoryArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("CodeCommitRepository", name, args);
    const scope = scopeOf(args);
    const model = readRepository(name, args, scope);
    super("aws-pipelines:index:CodeCommitRepository", name, args, opts);
    const { encryptionKeyArn, tags } = args;
    const { region } = scope;
    const { repositoryName = name, protectedBranches, approvals, triggers } = model;
    const child = { parent: this };
    const repository = new codecommit.Repository(
      name,
      { region, repositoryName, description: model.description, kmsKeyId: encryptionKeyArn, tags },
      child,
    );
    if (approvals !== undefined) {
      const template = new codecommit.ApprovalRuleTemplate(
        `${name}-approvals`,
        {
          region,
          // https://docs.aws.amazon.com/codecommit/latest/APIReference/API_CreateApprovalRuleTemplate.html
          name: physicalName([repositoryName, "approvals"], 100),
          description: `Approvals of pull requests of ${repositoryName}`,
          content: approvalRule(approvals, protectedBranches),
        },
        child,
      );
      new codecommit.ApprovalRuleTemplateAssociation(
        `${name}-approvals-association`,
        { region, approvalRuleTemplateName: template.name, repositoryName: repository.repositoryName },
        child,
      );
    }
    const keyArn = typeof encryptionKeyArn === "string" ? encryptionKeyArn : undefined;
    const source = { repositoryName, protectedBranches, keyArn };
    const accessRoles = Object.entries(model.access).map(([key, access]) => {
      const roleName = repositoryRoleName(repositoryName, key, region);
      createRole(
        `${name}-access-${key}`,
        {
          roleName,
          description: `Access of ${key} to ${repositoryName}`,
          trust: accessTrust(access),
          policies: rolePolicies(accessRepository(scope, source, access.permission), scope.managedPoliciesOnly),
          settings: scope,
          tags,
        },
        child,
      );
      return [key, roleArn(scope, roleName)] as const;
    });
    if (Object.keys(triggers).length > 0) {
      const permissions = Object.entries(triggers).flatMap(([key, { destinationArn }]) =>
        isFunction(destinationArn)
          ? [
              new lambda.Permission(
                `${name}-trigger-${key}`,
                {
                  region,
                  function: destinationArn,
                  action: "lambda:InvokeFunction",
                  principal: "codecommit.amazonaws.com",
                  sourceArn: codeCommitRepositoryArn(scope, repositoryName),
                  sourceAccount: scope.account,
                },
                child,
              ),
            ]
          : [],
      );
      new codecommit.Trigger(
        `${name}-triggers`,
        {
          region,
          repositoryName: repository.repositoryName,
          triggers: Object.entries(triggers).map(([key, { destinationArn, events, branches }]) => ({
            name: key,
            destinationArn,
            events,
            branches,
          })),
        },
        { ...child, dependsOn: permissions },
      );
    }
    this.#createRules(name, scope, repositoryName, model, tags);

    this.name = repositoryName;
    this.repositoryArn = repository.arn;
    this.cloneAddress = `codecommit::${region}://${repositoryName}`;
    this.accessRoleArns = Object.fromEntries(accessRoles);
    this.registerOutputs({ repositoryArn: this.repositoryArn });
  }

  #createRules(
    name: string,
    scope: AwsScope,
    repositoryName: string,
    { triggers, notify }: RepositoryModel,
    tags: CodeCommitRepositoryArgs["tags"],
  ): void {
    const { region } = scope;
    const child = { parent: this };
    const repositoryArn = codeCommitRepositoryArn(scope, repositoryName);
    for (const [key, { destinationArn, events, branches }] of Object.entries(notify)) {
      for (const { key: kind, pattern } of eventPatterns(repositoryArn, events, branches)) {
        const ruleName = notificationNameOf([repositoryName, key, kind], nameLimits.eventRule);
        const rule = new cloudwatch.EventRule(
          `${name}-${key}-${kind}`,
          {
            region,
            name: ruleName,
            description: `Tells ${key} about ${kind} of ${repositoryName}`,
            eventPattern: pattern,
            tags,
          },
          child,
        );
        const permission = isFunction(destinationArn)
          ? new lambda.Permission(
              `${name}-${key}-${kind}-permission`,
              {
                region,
                function: destinationArn,
                action: "lambda:InvokeFunction",
                principal: "events.amazonaws.com",
                sourceArn: eventRuleArn(scope, ruleName),
                sourceAccount: scope.account,
              },
              child,
            )
          : undefined;
        new cloudwatch.EventTarget(
          `${name}-${key}-${kind}-target`,
          { region, rule: rule.name, targetId: "destination", arn: destinationArn },
          { ...child, ...(permission && { dependsOn: permission }) },
        );
      }
    }
    for (const { arn, statements } of topicStatements(scope, repositoryName, { triggers, notify })) {
      pulumi.log.info(`Add to the policy of ${arn}:\n${JSON.stringify(statements, undefined, 2)}`, this);
    }
  }
}

function isFunction(arn: string): boolean {
  return arn.includes(":lambda:");
}

function readRepository(name: string, args: CodeCommitRepositoryArgs, scope: AwsScope): RepositoryModel {
  const { account, region, partition, rolePath, permissionsBoundaryArn, managedPoliciesOnly, ...others } = args;
  const { encryptionKeyArn, tags, ...settings } = others;
  // The name of the component must be one that CodeCommit takes.
  const { value, problems } = readInput(repositorySchema, { repositoryName: name, ...settings });
  const subject = `CodeCommitRepository ${name}`;
  const model = requireValue(subject, {
    value,
    problems: [
      ...scopeProblems(args),
      ...keyInputProblems(encryptionKeyArn),
      ...problems,
      ...roleSettingsProblems(args, account),
      ...tagProblems(tags, otherTags),
    ],
  });
  const source = { repositoryName: model.repositoryName ?? name, protectedBranches: model.protectedBranches };
  refuse(subject, [
    ...repositoryProblems(model, scope.account, scope.region),
    ...(Object.keys(model.access).length > 0
      ? rolePolicyProblems("protectedBranches", rolePolicies(accessRepository(scope, source, "contribute")))
      : []),
  ]);
  return model;
}

/**
 * The trust of a role that people assume, with multi-factor authentication and an external id where the settings say so.
 *
 * @see https://docs.aws.amazon.com/codecommit/latest/userguide/cross-account.html
 */
function accessTrust({ principals, mfa, externalId }: RepositoryModel["access"][string]): string {
  const conditions = {
    ...(mfa && { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
    ...(externalId !== undefined && { StringEquals: { "sts:ExternalId": externalId } }),
  };
  return policyDocument([
    {
      Sid: "People",
      Effect: "Allow",
      Principal: { AWS: [...principals] },
      Action: "sts:AssumeRole",
      ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
    },
  ]);
}
