import { gateBoundary } from "@platform/aws-pipelines";
import { Policy } from "@pulumi/aws/iam";

// Create the boundary in a stack that no pipeline updates.
export const boundary = new Policy("boundary", {
  name: "orders-prod-boundary",
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", NotAction: ["organizations:*"], Resource: "*" },
      ...gateBoundary({
        boundaryArn: "arn:aws:iam::111122223333:policy/orders-prod-boundary",
        environment: "orders-prod",
      }),
    ],
  }),
});
