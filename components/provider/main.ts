import { main } from "@pulumi/pulumi/provider";
import { ComponentProvider } from "./provider";

/** The program that Pulumi starts. It ends when the engine does. */
main(new ComponentProvider(), process.argv.slice(2));
