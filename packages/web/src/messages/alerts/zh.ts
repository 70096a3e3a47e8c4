import type { alertsEn } from './en.ts';

/** Chinese: the alerts and the weekly report. */
export const alertsZh: Readonly<Record<keyof typeof alertsEn, string>> = {
  'log.camera.paused': '{actor} 暂停了摄像头 {subject}',
  'log.camera.resumed': '{actor} 恢复了摄像头 {subject}',
  'log.safety.changed': '{actor} 更改了 {subject} 的安全规则',
  'log.safety.previewed': '{actor} 试用了 {subject} 的安全规则',
  'log.alert.seen': '{actor} 查看了 {subject} 的警报',
  'log.alert.closed': '{actor} 关闭了 {subject} 的警报',
  'log.alerts.opened': '{actor} 打开了警报',
  'nav.alerts': '警报',
};
