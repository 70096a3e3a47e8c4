import { foreignSystems } from '@outis/core';
import { z } from 'zod';

/** The source of a camera whose pictures another system sees. */
export const mqttSource = 'mqtt';

/** What a name on the public page may hold: letters, digits, spaces and a few signs. */
const shownName = /^[\p{L}\p{N}][\p{L}\p{N} .,&()+/-]*$/u;

/** `observations` of a camera: which messages of which system it takes. */
export const observationsSchema = z
  .strictObject({
    from: z
      .enum(foreignSystems)
      .describe(
        'Whose messages: frigate (its events), onvif (metadata in JSON over MQTT, Profile M) or axis (analytics scene description)',
      ),
    topic: z
      .string()
      .min(1)
      .max(200)
      .refine(isPlainTopic, 'must be one topic, without + and #')
      .describe('The topic, such as frigate/events or Yard/onvif-mj/VideoAnalytics/1/Classifier'),
    camera: z.string().min(1).max(100).describe('frigate: the name that the camera has there').optional(),
    widthPx: z.number().int().min(64).max(8192).describe('Size of its pictures; frigate: detect.width'),
    heightPx: z.number().int().min(64).max(8192).describe('Size of its pictures; frigate: detect.height'),
    system: z
      .string()
      .trim()
      .min(2)
      .max(60)
      .regex(shownName, 'must be a name: letters, digits, spaces and . , & ( ) + / -')
      .describe('Name of the other system, as the public page and the sign tell it'),
  })
  .superRefine(({ from, camera }, context) => {
    const issue = (message: string): void => context.addIssue({ code: 'custom', path: ['camera'], message });
    if (from === 'frigate' && camera === undefined)
      issue('is required for frigate: the name that the camera has there');
    if (from !== 'frigate' && camera !== undefined)
      issue('is for frigate only; another system has a topic each');
  })
  .describe('With source mqtt: what another system detects in the pictures of this camera');

/** Which messages of which system a camera takes. */
export type ObservationsConfig = z.infer<typeof observationsSchema>;

/** What of a camera its source decides. */
export interface SourcedCamera {
  readonly source: string;
  readonly observations?: ObservationsConfig | undefined;
  readonly background?: string | undefined;
  readonly size?: object | undefined;
}

/** What is wrong with the source of a camera and what hangs on it, as key and message. */
export function observationsProblems(camera: SourcedCamera): readonly (readonly [string, string])[] {
  const { source, observations, background, size } = camera;
  if (source.trim() !== mqttSource)
    return observations === undefined ? [] : [['observations', 'is for source mqtt only']];
  return [
    ...(observations === undefined
      ? [['observations', 'is required for source mqtt: from, topic, widthPx, heightPx, system'] as const]
      : []),
    ...(background !== undefined && background !== 'off'
      ? [['background', 'needs pictures; with source mqtt say off, or nothing'] as const]
      : []),
    ...(size !== undefined ? [['size', 'is for pictures; with source mqtt see observations'] as const] : []),
  ];
}

function isPlainTopic(topic: string): boolean {
  return !/[+#\0]/.test(topic) && topic.trim() === topic;
}
