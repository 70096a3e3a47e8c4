import type { Config } from '../config/config-schema.ts';

/** The options of the mail with the names that it knows. */
export function mailOptions(mail: NonNullable<Config['mail']>) {
  const { user, passwordFile, caFile, ...rest } = mail;
  return {
    ...rest,
    ...(user === undefined ? {} : { user }),
    ...(passwordFile === undefined ? {} : { passwordFile }),
    ...(caFile === undefined ? {} : { caFile }),
  };
}
