import type { pauseEn } from './en.ts';

/** Chinese: pausing a camera. */
export const pauseZh: Readonly<Record<keyof typeof pauseEn, string>> = {
  'pause.do': '暂停',
  'pause.do.name': '暂停 {id}',
  'pause.goOn': '继续',
  'pause.goOn.name': '让 {id} 继续',
  'pause.stay': '保持暂停',
  'pause.stay.name': '让 {id} 保持暂停',
  'pause.what': '关闭视频流；没有任何程序在看。',
  'pause.since': '自{time}起暂停：视频流已关闭，没有任何程序在看。',
  'pause.what.other': '不再从另一个系统接收任何内容；该系统仍在继续看。',
  'pause.since.other': '自{time}起暂停：不再从另一个系统接收任何内容；该系统仍在继续看。',
  'pause.scheduled': '按计划至{time}；任何人都不能提前结束。',
  'pause.scheduled.always': '按计划；任何人都不能提前结束。',
  'pause.both': '按计划至{time}，之后仍保持暂停。',
  'pause.both.always': '按计划，也由人暂停。',
  'pause.next': '下一次计划暂停：{time}。',
  'pause.others': '由操作员或安装人员让它继续。',
  'scene.closed': '已暂停',
  'scene.closed.hint': '视频流已关闭；没有任何程序在看。',
  'actor.schedule': '计划',
  'actor.mqtt': 'MQTT',
};
