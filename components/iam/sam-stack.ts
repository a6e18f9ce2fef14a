import { apiGatewayArn, awsTransformArn, functionArn, logGroupArn, policyArn, roleArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "./statement";

/** The arguments of {@link samStack}. */
export interface SamStackArgs {
  /** The name of the stack. Functions, roles and APIs of the template have names that start with it. */
  readonly stackName: string;
  /**
   * The roles of functions in the template. The template names each `<stack>-<role>`.
   * @default ["functions"]
   */
  readonly roles?: readonly string[] | undefined;
  /**
   * The kind of API that the template creates: `http` for events of the type HttpApi, `rest` for the type Api.
   * @default - no API
   */
  readonly api?: "http" | "rest" | undefined;
  /**
   * Further permissions that the roles of the functions may have, at most.
   * @default - their own logs, and traces
   */
  readonly functionPermissions?: readonly Statement[] | undefined;
}

/** The grants of a stack: statements of its role, and the boundary of the roles that it creates. */
export interface SamStackGrants {
  /** Statements of the role that CloudFormation assumes for the stack. */
  readonly statements: readonly Statement[];
  /** The name of the permissions boundary: `<stack>-boundary`. */
  readonly boundaryName: string;
  /** The statements of the permissions boundary. */
  readonly boundary: readonly Statement[];
}

/**
 * Returns the grants of a stack of the Serverless Application Model. The stack has functions with versions and aliases,
 * their roles behind a boundary, their log groups, and one kind of API.
 *
 * The template creates the roles of its functions by name and behind the boundary, and needs
 * `CAPABILITY_NAMED_IAM`:
 *
 * ```yaml
 * Globals:
 *   Function:
 *     Role: !GetAtt FunctionsRole.Arn
 * Resources:
 *   FunctionsRole:
 *     Type: AWS::IAM::Role
 *     Properties:
 *       RoleName: !Sub ${AWS::StackName}-functions
 *       PermissionsBoundary: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/${AWS::StackName}-boundary
 * ```
 *
 * Leave out other names in the template: CloudFormation starts each name with the name of the stack.
 *
 * @example
 * ```ts
 * const { statements } = samStack(scope, { stackName: "orders-staging", api: "http" });
 * ```
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-permissions-cloudformation.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function samStack(
  scope: AwsScope,
  { stackName, roles: roleNames = ["functions"], api, functionPermissions = [] }: SamStackArgs,
): SamStackGrants {
  const names = resourceNames(stackName);
  const boundaryName = `${stackName}-boundary`;
  const logGroups = [logGroupArn(scope, `/aws/lambda/${names}`)];
  const roles = roleNames.map((role) => roleArn({ ...scope, rolePath: undefined }, `${stackName}-${role}`));
  const boundaryArn = policyArn(scope, boundaryName);
  return {
    boundaryName,
    boundary: [
      allowStatement({
        sid: "Logs",
        actions: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        resources: logGroups,
      }),
      // AWS knows no resource for traces.
      allowStatement({
        sid: "Traces",
        actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
        resources: ["*"],
      }),
      ...functionPermissions,
    ],
    statements: [
      useSamTransform(scope),
      allowStatement({ sid: "Functions", actions: functionActions, resources: [functionArn(scope, names)] }),
      allowStatement({
        sid: "BoundedRoles",
        actions: [
          "iam:AttachRolePolicy",
          "iam:CreateRole",
          "iam:DeleteRolePolicy",
          "iam:DetachRolePolicy",
          "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy",
        ],
        resources: roles,
        conditions: { StringEquals: { "iam:PermissionsBoundary": boundaryArn } },
      }),
      // AWS's pages disagree about the boundary in requests for these.
      allowStatement({
        sid: "ChangeRoles",
        actions: ["iam:DeleteRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription"],
        resources: roles,
        conditions: { StringEqualsIfExists: { "iam:PermissionsBoundary": boundaryArn } },
      }),
      allowStatement({
        sid: "ReadRoles",
        actions: [
          "iam:GetRole",
          "iam:GetRolePolicy",
          "iam:ListAttachedRolePolicies",
          "iam:ListRolePolicies",
          "iam:TagRole",
          "iam:UntagRole",
        ],
        resources: roles,
      }),
      allowStatement({
        sid: "PassRoles",
        actions: ["iam:PassRole"],
        resources: roles,
        conditions: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
      }),
      allowStatement({
        sid: "LogGroups",
        actions: [
          "logs:CreateLogGroup",
          "logs:DeleteLogGroup",
          "logs:DeleteRetentionPolicy",
          "logs:ListTagsForResource",
          "logs:PutRetentionPolicy",
          "logs:TagResource",
          "logs:UntagResource",
        ],
        resources: logGroups,
      }),
      // AWS knows no resource for this.
      allowStatement({ sid: "FindLogGroups", actions: ["logs:DescribeLogGroups"], resources: ["*"] }),
      ...(api === undefined ? [] : [manageApis(scope, stackName, api)]),
    ],
  };
}

/**
 * Lets a role create stacks from templates of the Serverless Application Model.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-serverless.html
 */
export function useSamTransform(scope: AwsScope): Statement {
  return allowStatement({
    sid: "SamTransform",
    actions: ["cloudformation:CreateChangeSet"],
    resources: [awsTransformArn(scope, "Serverless-2016-10-31")],
  });
}

const functionActions = [
  "lambda:AddPermission",
  "lambda:CreateAlias",
  "lambda:CreateFunction",
  "lambda:DeleteAlias",
  "lambda:DeleteFunction",
  "lambda:DeleteFunctionConcurrency",
  "lambda:GetAlias",
  "lambda:GetFunction",
  "lambda:GetFunctionCodeSigningConfig",
  "lambda:GetFunctionConcurrency",
  "lambda:GetFunctionConfiguration",
  "lambda:GetFunctionRecursionConfig",
  "lambda:GetPolicy",
  "lambda:GetProvisionedConcurrencyConfig",
  "lambda:GetRuntimeManagementConfig",
  "lambda:ListTags",
  "lambda:ListVersionsByFunction",
  "lambda:PublishVersion",
  "lambda:PutFunctionConcurrency",
  "lambda:PutFunctionRecursionConfig",
  "lambda:PutRuntimeManagementConfig",
  "lambda:RemovePermission",
  "lambda:TagResource",
  "lambda:UntagResource",
  "lambda:UpdateAlias",
  "lambda:UpdateFunctionCode",
  "lambda:UpdateFunctionConfiguration",
];

/** CloudFormation keeps at most so many characters of the stack's name at the start of a resource's name. */
const keptOfStackName = 24;

/**
 * The names that CloudFormation gives to resources of a stack, as a pattern.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 */
function resourceNames(stackName: string): string {
  return stackName.length <= keptOfStackName ? `${stackName}-*` : `${stackName.slice(0, keptOfStackName)}*`;
}

/**
 * API Gateway chooses the ids of APIs, and sends names with some requests only.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
 */
function manageApis(scope: AwsScope, stackName: string, api: "http" | "rest"): Statement {
  const kind = api === "http" ? "/apis" : "/restapis";
  return allowStatement({
    sid: "Apis",
    actions: ["apigateway:DELETE", "apigateway:GET", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT"],
    resources: [kind, `${kind}/*`, "/tags/*"].map((path) => apiGatewayArn(scope, path)),
    conditions: {
      StringLikeIfExists: {
        "apigateway:Request/ApiName": `${stackName}*`,
        "apigateway:Resource/ApiName": `${stackName}*`,
      },
    },
  });
}
