import type { NumbersMessages } from './en.ts';

export const numbersZh: NumbersMessages = {
  'numbers.title': '计数结果',
  'numbers.lead': '昨天是{day},七天到昨天为止。',
  'numbers.none': '这些天的数字尚未发布。',
  'numbers.yesterday': '昨天',
  'numbers.week': '七天',
  'numbers.line': '计数线 {id}',
  'numbers.flows': '中性示意图上的计数线 {id};箭头宽度表示七天的数字',
  'numbers.split': '七天的交通构成',
  'numbers.curve': '逐小时:{class}',
  'numbers.hidden': '已隐藏',
  'numbers.hiddenParts': '隐藏的部分:{count}',
  'numbers.speeds': '昨天的速度,km/h',
  'numbers.speeds.text': 'V85:100 个中 85 个更慢。由已发布的数字计算,从不使用单次通过。',
  'numbers.zone': '区域',
  'numbers.passages': '通过数',
  'numbers.mean': '平均',
  'numbers.watched': '观测时间占比',
  'numbers.watched.text': '昨天 {yesterday} %,七天 {week} %。未观测的小时以斜线表示,它们不是零。',
  'numbers.read.title': '如何阅读',
  'numbers.read.noise':
    '每个数字都加入一次随机噪声。真实数字在 100 次中有 95 次落在 ± 之内;在曲线中落在带内。',
  'numbers.read.hidden':
    '小于 {least} 的数字被隐藏,会暴露它们的其他数字也被隐藏。总和旁的“+ 3”表示其中不含三个隐藏的部分。',
  'numbers.read.later': '行人数字在次日早晨六点发布。',
  'numbers.read.epsilon':
    '这能透露一次通过的多少信息:所有数字合计 ε = {epsilon}。怀疑某次通过的人,其确信程度最多提高 {factor} 倍;凭任何单个数字最多提高 {one} 倍。',
};
