export { BuildNetwork, type BuildNetworkArgs } from "./build-network";
export type { BuildPlace } from "./build-place";
export type { EndpointService } from "./settings";
