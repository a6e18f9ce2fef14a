import { z } from "zod";
import { productArn } from "../aws/arn";
import { allowStatement, type Statement } from "../iam/statement";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching, nonEmptyText } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { type ActionContext, defineAction } from "./base/action-type";

// The action has one input artifact, so AWS takes a path without the artifact's name.
const filePath = matching(
  /^[^\s:][^:]*$/,
  "give the path of a file in the input artifact, such as product/template.yml",
);

export const serviceCatalogSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("ServiceCatalog"),
  category: z.literal("Deploy").default("Deploy"),
  configuration: allowedKeys({
    /** The id of the product, such as `prod-abcd1234efgh5`. No references. */
    ProductId: matching(/^prod-[A-Za-z0-9]{1,95}$/, "give the id of a product, such as prod-abcd1234efgh5"),
    /**
     * The path of the template in the input artifact. Required, with `ProductVersionName` and `ProductType`, unless
     * `ConfigurationFilePath` names a file with all three.
     */
    TemplateFilePath: filePath.optional(),
    /**
     * The name of the version; a new name creates a new version. It may hold references, such as `#{Source.CommitId}`.
     */
    ProductVersionName: nonEmptyText.optional(),
    /** The type of the product: `CLOUD_FORMATION_TEMPLATE`. */
    ProductType: z.literal("CLOUD_FORMATION_TEMPLATE").optional(),
    /**
     * The description of the version.
     * @default - none
     */
    ProductVersionDescription: nonEmptyText.optional(),
    /** The path of a file in the input artifact that holds everything but `ProductId`. */
    ConfigurationFilePath: filePath.optional(),
  }),
});

type Action = z.output<typeof serviceCatalogSchema>;

/**
 * Creates a version of a Service Catalog product.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ServiceCatalog.html
 */
export const serviceCatalog = defineAction({
  schema: serviceCatalogSchema,
  inputArtifacts: 1,
  validate: problems,
  permissions,
});

/** Returns an action that creates a version of a product. */
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
 * The permissions to create versions of one product, instead of AWS's policy for administrators of the whole catalog.
 * AWS knows no resource for ValidateTemplate, and the address of the template is known at run time only.
 *
 * @see
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ServiceCatalog.html#edit-role-servicecatalog
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
