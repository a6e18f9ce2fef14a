import { z } from "zod";
import { productArn } from "../aws/provisioning-arn";
import { allowStatement, type Statement } from "../iam/statement";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, nonEmptyText } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { type ActionContext, actionType, movesArtifacts } from "./base/action-type";

// The action has one input artifact, so that AWS takes no name of one in front of a path.
const filePath = matching(
  /^[^\s:][^:]*$/,
  "give the path of a file in the input artifact, such as product/template.yml",
);

export const serviceCatalogSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("ServiceCatalog"),
  category: z.literal("Deploy").default("Deploy"),
  configuration: allowedKeys({
    /** The id of the product that gets a version, such as `prod-abcd1234efgh5`. No references. */
    ProductId: matching(/^prod-[A-Za-z0-9]{1,95}$/, "give the id of a product, such as prod-abcd1234efgh5"),
    /**
     * The path of the template in the input artifact. Required, with `ProductVersionName` and `ProductType`, unless
     * `ConfigurationFilePath` says where all of it stands.
     */
    TemplateFilePath: filePath.optional(),
    /** The name of the version: a new one makes a new version. It may hold references, such as `#{Source.CommitId}`. */
    ProductVersionName: nonEmptyText.optional(),
    /** What kind of product it is: `CLOUD_FORMATION_TEMPLATE`. */
    ProductType: z.literal("CLOUD_FORMATION_TEMPLATE").optional(),
    /**
     * What the version is.
     * @default - nothing is said
     */
    ProductVersionDescription: nonEmptyText.optional(),
    /** The path of a file in the input artifact that says all of this but `ProductId`. */
    ConfigurationFilePath: filePath.optional(),
  }),
});

type Action = z.output<typeof serviceCatalogSchema>;

/**
 * Makes a version of a product of Service Catalog.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ServiceCatalog.html
 */
export const serviceCatalog = actionType(serviceCatalogSchema, {
  provider: "ServiceCatalog",
  owner: "AWS",
  version: "1",
  categories: ["Deploy"],
  inputArtifacts: { min: 1, max: 1 },
  outputArtifacts: { min: 0, max: 0 },
  outputVariables: [],
  pipelineTypes: ["V1", "V2"],
  crossRegion: true,
  artifactUse: movesArtifacts,
  validate: problems,
  permissions,
});

/** An action that makes a version of a product. */
export function serviceCatalogAction(
  action: Omit<z.input<typeof serviceCatalogSchema>, "provider">,
): z.input<typeof serviceCatalogSchema> {
  return { ...action, provider: "ServiceCatalog" };
}

const version = ["TemplateFilePath", "ProductVersionName", "ProductType"] as const;

function problems({ configuration }: Action): Problem[] {
  const { ConfigurationFilePath: file } = configuration;
  const wrong =
    file === undefined
      ? version.filter((key) => configuration[key] === undefined)
      : [...version, "ProductVersionDescription" as const].filter((key) => configuration[key] !== undefined);
  const reason =
    file === undefined
      ? "is missing: add it, or put everything into a file that ConfigurationFilePath names"
      : "cannot stand beside ConfigurationFilePath, whose file says it: remove one of them";
  return wrong.map((key) => ({ path: `configuration.${key}`, reason }));
}

/**
 * What a version of one product needs, instead of AWS's policy for administrators of the whole catalog. AWS knows no
 * resource for ValidateTemplate, and the address of the template is made in the execution.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ServiceCatalog.html#edit-role-servicecatalog
 */
function permissions({ configuration }: Action, { scope }: ActionContext): Statement[] {
  return [
    allowStatement({
      sid: "Product",
      actions: [
        "servicecatalog:CreateProvisioningArtifact",
        "servicecatalog:DeleteProvisioningArtifact",
        "servicecatalog:DescribeProvisioningArtifact",
        "servicecatalog:ListProvisioningArtifacts",
        "servicecatalog:UpdateProduct",
      ],
      resources: [productArn(scope, configuration.ProductId)],
    }),
    allowStatement({ sid: "ValidateTemplate", actions: ["cloudformation:ValidateTemplate"], resources: ["*"] }),
  ];
}
