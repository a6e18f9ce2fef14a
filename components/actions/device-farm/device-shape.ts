import { z } from "zod";

/** How the devices of a test are set, and what is recorded of them. */
export const deviceShape = {
  /**
   * The latitude of the device in degrees, -90 to 90.
   * @default - as Device Farm decides
   */
  Latitude: z.number().min(-90).max(90).optional(),
  /**
   * The longitude of the device in degrees, -180 to 180.
   * @default - as Device Farm decides
   */
  Longitude: z.number().min(-180).max(180).optional(),
  /**
   * Whether Bluetooth is on at the start.
   * @default - as Device Farm decides
   */
  RadioBluetoothEnabled: z.boolean().optional(),
  /**
   * Whether Wi-Fi is on at the start.
   * @default - as Device Farm decides
   */
  RadioWifiEnabled: z.boolean().optional(),
  /**
   * Whether NFC is on at the start.
   * @default - as Device Farm decides
   */
  RadioNfcEnabled: z.boolean().optional(),
  /**
   * Whether GPS is on at the start.
   * @default - as Device Farm decides
   */
  RadioGpsEnabled: z.boolean().optional(),
  /**
   * Whether CPU, frames and memory are recorded.
   * @default - as Device Farm decides
   */
  RecordAppPerformanceData: z.boolean().optional(),
  /**
   * Whether a video is recorded.
   * @default - as Device Farm decides
   */
  RecordVideo: z.boolean().optional(),
};
