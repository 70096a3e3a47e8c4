import { safetyRules } from '@outis/core';
import { z } from 'zod';
import { isTopic } from '../mqtt/topic-filter.ts';

const fileSchema = z.string().min(1).max(1000);
const localHosts = ['127.0.0.1', 'localhost', '[::1]'];

const brokerUrlSchema = z
  .string()
  .max(300)
  .refine(
    (text) => /^mqtts?:\/\//.test(text) && URL.canParse(text),
    'must be mqtts://name or mqtts://name:port',
  )
  .refine(
    (text) => !URL.canParse(text) || /^mqtts?:\/\/[^/?#@]+\/?$/.test(text),
    'must end behind the name and port; user and passwordFile are keys of their own',
  )
  .refine(
    (text) => !URL.canParse(text) || text.startsWith('mqtts:') || isHere(text),
    'must be mqtts:// outside this machine: the password and the alerts would go through the network for all to read',
  );

const topicSchema = z
  .string()
  .refine(isTopic, 'must be a topic: at most 200 characters, without + and #, not beginning with $');

/** `mqtt`: the broker of this site. */
export const mqttSchema = z
  .strictObject({
    url: brokerUrlSchema.describe('mqtts://name[:port]; mqtt:// on this machine only'),
    user: z.string().min(1).max(200).optional(),
    passwordFile: fileSchema.describe('File that holds the password; relative to this file').optional(),
    caFile: fileSchema
      .describe('Certificates (PEM) that the broker may show; relative to this file')
      .optional(),
    topic: topicSchema
      .refine(
        (topic) => /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/.test(topic),
        'must be words of letters, digits, - or _ with / between them',
      )
      .max(100)
      .default('outis')
      .describe('What all topics of this site begin with; another one for each site on a broker'),
    alerts: z.boolean().default(true).describe('Whether alerts are published under <topic>/<camera>/alert'),
    discovery: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,60}$/, 'must be one word of letters, digits, - or _')
      .describe('Discovery prefix of Home Assistant, usually homeassistant; without it nothing is announced')
      .optional(),
  })
  .refine(({ user, passwordFile }) => passwordFile === undefined || user !== undefined, {
    path: ['user'],
    message: 'is required with passwordFile',
  })
  .describe('The MQTT 5 broker of the site: alerts go out, states and commands go both ways');

/** Names stand in what the page says of an outlet. */
const nameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'must be 1 to 40 letters, digits, - or _');

const rulesSchema = z
  .array(z.enum(safetyRules))
  .min(1)
  .max(safetyRules.length)
  .describe('Only alerts of these rules; default all')
  .optional();
const camerasSchema = z
  .array(z.string().min(1).max(40))
  .min(1)
  .max(32)
  .describe('Only alerts of these cameras; default all')
  .optional();

const webhookSchema = z.strictObject({
  name: nameSchema,
  url: z
    .string()
    .max(1000)
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'must be https://…')
    .refine(
      (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).hash === ''),
      'must have no user name and no #',
    )
    .refine(
      (text) => !URL.canParse(text) || text.startsWith('https:') || isHere(text),
      'must be https:// outside this machine',
    )
    .describe('https://…; http:// on this machine only. It gets a POST for each alert'),
  secretFile: fileSchema.describe(
    'File with a secret of 16 bytes or more that the receiver has too; it signs what is sent. Relative to this file',
  ),
  caFile: fileSchema
    .describe('Certificates (PEM) that the receiver may show; relative to this file')
    .optional(),
  rules: rulesSchema,
  cameras: camerasSchema,
});

const sirenSchema = z.strictObject({
  name: nameSchema,
  topic: topicSchema.describe('Topic on which the siren, lamp or relay takes its commands'),
  on: z.string().min(1).max(1000).default('ON').describe('What switches it on'),
  off: z.string().min(1).max(1000).default('OFF').describe('What switches it off'),
  seconds: z.number().min(1).max(600).default(10).describe('How long it stays on after the latest alert, s'),
  rules: rulesSchema,
  cameras: camerasSchema,
});

/** `alerts`: who is told beside the page and the broker. */
export const alertsSchema = z
  .strictObject({
    webhooks: z.array(webhookSchema).max(8).default([]).refine(haveOwnNames, 'two have the same name'),
    mail: z
      .strictObject({
        to: z.array(z.email()).min(1).max(20),
        rules: rulesSchema,
        cameras: camerasSchema,
      })
      .describe('One mail for each alert, through the server of mail')
      .optional(),
    sirens: z.array(sirenSchema).max(16).default([]).refine(haveOwnNames, 'two have the same name'),
  })
  .describe('Who is told of alerts beside the page and the broker');

export type MqttConfig = z.infer<typeof mqttSchema>;
export type AlertsConfig = z.infer<typeof alertsSchema>;

/** What of a configuration outlets hang on. */
export interface OutletsAround {
  readonly cameras: readonly { readonly id: string; readonly purpose: string; readonly source: string }[];
  readonly mqtt?: MqttConfig | undefined;
  readonly mail?: object | undefined;
  readonly alerts?: AlertsConfig | undefined;
}

/** What is wrong between `alerts`, `mqtt`, `mail` and the cameras, each with its path. */
export function outletsProblems(
  config: OutletsAround,
): readonly { readonly path: readonly (string | number)[]; readonly message: string }[] {
  const { cameras, mqtt, mail, alerts } = config;
  const problems: { path: readonly (string | number)[]; message: string }[] = [];
  if (mqtt === undefined)
    for (const [index, { source }] of cameras.entries())
      if (source.trim() === 'mqtt')
        problems.push({ path: ['cameras', index, 'source'], message: 'needs mqtt: which broker it is at' });
  if (alerts === undefined) return problems;
  const { webhooks, sirens } = alerts;
  if (sirens.length > 0 && mqtt === undefined)
    problems.push({ path: ['alerts', 'sirens'], message: 'need mqtt: which broker they are at' });
  if (alerts.mail !== undefined && mail === undefined)
    problems.push({ path: ['alerts', 'mail'], message: 'needs mail: which server it goes through' });
  const chosen: readonly (readonly [readonly (string | number)[], readonly string[] | undefined])[] = [
    [['alerts', 'mail', 'cameras'], alerts.mail?.cameras],
    ...webhooks.map((one, index) => [['alerts', 'webhooks', index, 'cameras'], one.cameras] as const),
    ...sirens.map((one, index) => [['alerts', 'sirens', index, 'cameras'], one.cameras] as const),
  ];
  for (const [path, ids = []] of chosen)
    for (const [index, id] of ids.entries()) {
      const camera = cameras.find((one) => one.id === id);
      if (camera === undefined)
        problems.push({ path: [...path, index], message: 'is no camera of this file' });
      else if (camera.purpose !== 'site-safety')
        problems.push({ path: [...path, index], message: 'is no site-safety camera: it gives no alerts' });
    }
  return problems;
}

function haveOwnNames(all: readonly { readonly name: string }[]): boolean {
  return new Set(all.map(({ name }) => name)).size === all.length;
}

function isHere(url: string): boolean {
  return localHosts.includes(new URL(url).hostname);
}
