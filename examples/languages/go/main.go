// The dev environment of the application shop.
package main

import (
	"strings"

	pipelines "github.com/platform/pulumi-aws-pipelines/sdk/go/awspipelines"
	"github.com/pulumi/pulumi-aws/sdk/v7/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const account, region = "111122223333", "us-east-1"

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		provider, err := aws.NewProvider(ctx, "aws", &aws.ProviderArgs{
			Region:            pulumi.String(region),
			AllowedAccountIds: pulumi.ToStringArray([]string{account}),
		})
		if err != nil {
			return err
		}
		environment, err := pipelines.NewDeliveryEnvironment(ctx, "shop-dev", &pipelines.DeliveryEnvironmentArgs{
			Application: "shop",
			Account:     account,
			Region:      region,
			Source: &pipelines.DeliveryEnvironmentSourceArgs{
				ConnectionArn: "arn:aws:codeconnections:" + region + ":" + account + ":connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
				Repository:    "acme/shop",
			},
			Deploy: &pipelines.DeliveryEnvironmentDeployArgs{
				Tool:    "terraform",
				Version: "1.13.5",
				Sha256:  strings.Repeat("0", 64),
				Permissions: []pipelines.DeliveryEnvironmentDeployPermissionsArgs{{
					Actions:   []string{"ecs:UpdateService"},
					Resources: []string{"arn:aws:ecs:" + region + ":" + account + ":service/shop-dev/web"},
				}},
			},
			Notify:             pipelines.DeliveryEnvironmentNotifyArgs{Emails: []string{"shop-team@acme.example"}},
			LogRetentionInDays: pulumi.IntRef(30),
		}, pulumi.Providers(provider))
		if err != nil {
			return err
		}
		ctx.Export("pipelineName", environment.PipelineName)
		ctx.Export("repositoryUri", environment.RepositoryUri)
		return nil
	})
}
