import assert from "node:assert/strict";
import {
  serviceCatalog,
  serviceCatalogAction,
  serviceCatalogSchema,
} from "../../../components/actions/service-catalog";
import { configured, describeProvider, factsOf } from "../../support/provider-cases";

const file = serviceCatalogAction({
  name: "Product",
  inputArtifacts: ["source"],
  configuration: { ProductId: "prod-abcd1234efgh5", ConfigurationFilePath: "catalog.json" },
});

const template = serviceCatalogAction({
  name: "Product",
  inputArtifacts: ["source"],
  configuration: {
    ProductId: "prod-abcd1234efgh5",
    TemplateFilePath: "product/template.yml",
    ProductVersionName: "#{Repository.CommitId}",
    ProductType: "CLOUD_FORMATION_TEMPLATE",
    ProductVersionDescription: "What the commit made of it.",
  },
});

const actions = [
  "servicecatalog:CreateProvisioningArtifact",
  "servicecatalog:DeleteProvisioningArtifact",
  "servicecatalog:DescribeProvisioningArtifact",
  "servicecatalog:ListProvisioningArtifacts",
  "servicecatalog:UpdateProduct",
];
const product = "arn:aws:catalog:eu-central-1:111122223333:product/prod-abcd1234efgh5";
const otherProduct = "arn:aws:catalog:eu-central-1:111122223333:product/prod-abcd1234efgh6";

const statements = [
  { Sid: "Product", Effect: "Allow" as const, Action: actions, Resource: [product] },
  {
    Sid: "ValidateTemplate",
    Effect: "Allow" as const,
    Action: ["cloudformation:ValidateTemplate"],
    Resource: ["*"],
  },
];

const beside = "cannot stand beside ConfigurationFilePath, whose file says it: remove one of them";
const missing = "is missing: add it, or put everything into a file that ConfigurationFilePath names";
const path = "give the path of a file in the input artifact, such as product/template.yml";

describe("an action of Service Catalog", () => {
  it("is known as AWS describes it, reads its artifact and asks nothing of others", () => {
    assert.deepEqual(factsOf(serviceCatalog), {
      provider: "ServiceCatalog",
      owner: "AWS",
      version: "1",
      categories: ["Deploy"],
      inputArtifacts: { min: 1, max: 1 },
      outputArtifacts: { min: 0, max: 0 },
      outputVariables: [],
      pipelineTypes: ["V1", "V2"],
      crossRegion: true,
    });
    assert.deepEqual(serviceCatalog.artifactUse(serviceCatalogSchema.parse(file)), { read: true, write: false });
    assert.equal(serviceCatalog.requiredGrants, undefined);
  });
});

describeProvider(serviceCatalog, {
  title: "an action that makes a version of a product as a file has it",
  minimal: {
    action: file,
    configuration: { ProductId: "prod-abcd1234efgh5", ConfigurationFilePath: "catalog.json" },
    statements,
  },
  full: {
    action: { ...file, region: "eu-central-1" },
    configuration: { ProductId: "prod-abcd1234efgh5", ConfigurationFilePath: "catalog.json" },
    statements,
  },
  required: ["ProductId"],
  refused: [
    ...(
      [
        ["TemplateFilePath", "a.yml"],
        ["ProductVersionName", "1.0"],
        ["ProductType", "CLOUD_FORMATION_TEMPLATE"],
        ["ProductVersionDescription", "New."],
      ] as const
    ).map(([key, value]): [string, Record<string, unknown>, string, string] => [
      `${key} beside the file`,
      configured(file, { [key]: value }),
      `configuration.${key}`,
      beside,
    ]),
    [
      "a product that is none",
      configured(file, { ProductId: "product/*" }),
      "configuration.ProductId",
      'is "product/*": give the id of a product, such as prod-abcd1234efgh5',
    ],
    [
      "a file with its artifact",
      configured(file, { ConfigurationFilePath: "source::catalog.json" }),
      "configuration.ConfigurationFilePath",
      `is "source::catalog.json": ${path}`,
    ],
  ],
  allowed: [],
  denied: [],
});

describeProvider(serviceCatalog, {
  title: "an action that makes a version of a product of a template",
  minimal: {
    action: configured(template, { ProductVersionDescription: undefined }),
    configuration: {
      ProductId: "prod-abcd1234efgh5",
      TemplateFilePath: "product/template.yml",
      ProductVersionName: "#{Repository.CommitId}",
      ProductType: "CLOUD_FORMATION_TEMPLATE",
    },
    statements,
  },
  full: {
    action: template,
    configuration: {
      ProductId: "prod-abcd1234efgh5",
      TemplateFilePath: "product/template.yml",
      ProductVersionName: "#{Repository.CommitId}",
      ProductType: "CLOUD_FORMATION_TEMPLATE",
      ProductVersionDescription: "What the commit made of it.",
    },
    statements,
  },
  required: ["ProductId", "TemplateFilePath", "ProductVersionName", "ProductType"],
  refused: [
    [
      "a template alone",
      configured(template, { ProductVersionName: undefined }),
      "configuration.ProductVersionName",
      missing,
    ],
    [
      "a kind of product that the action does not make",
      configured(template, { ProductType: "MARKETPLACE" }),
      "configuration.ProductType",
      'is "MARKETPLACE": allowed are CLOUD_FORMATION_TEMPLATE',
    ],
    [
      "a template with its artifact",
      configured(template, { TemplateFilePath: "source::a.yml" }),
      "configuration.TemplateFilePath",
      `is "source::a.yml": ${path}`,
    ],
  ],
  allowed: [
    ...actions.map((action) => ({ action, resource: product })),
    { action: "cloudformation:ValidateTemplate", resource: "*" },
  ],
  denied: [
    ...actions.map((action) => ({ action, resource: otherProduct })),
    { action: "servicecatalog:DeleteProduct", resource: product },
    { action: "servicecatalog:CreateProduct", resource: "*" },
    { action: "cloudformation:CreateStack", resource: "arn:aws:cloudformation:eu-central-1:111122223333:stack/a/b" },
  ],
});
