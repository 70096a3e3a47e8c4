import type { certificateEn } from './en.ts';

/** Chinese. */
export const certificateZh: Readonly<Record<keyof typeof certificateEn, string>> = {
  'certificate.title': '有人在现场核对过',
  'certificate.lead': '有人站在这里用手计数，同时 Outis 也在计数。没有拍摄任何图像。',
  'certificate.when': '{time}，共 {minutes} 分钟。',
  'certificate.light': '光线：{list}。',
  'certificate.row': '{group}：人工计数 {tapped}，Outis 计数 {counted}。',
  'certificate.error': '误差 {error}（95 % 区间：{low} 至 {high}）。',
  'certificate.error.open': '误差 {error}（95 % 区间：{low} 起）。',
  'certificate.few': '{group}：太少，不予显示。',
  'certificate.later': '{group}：{time} 起公布。',
  'certificate.place': '{group}，线 {line}，{direction}',
  'certificate.noise':
    '数字中加入了随机噪声，区间已将其考虑在内。它无法知道此人是否数对，并且只对那个时段和光线成立。',
  'certificate.coverage': '摄像机在这段时间的 {share} % 内在工作。',
  'certificate.all': '可向负责方索取经签名的证书。',
  'group.vehicle': '车辆',
  'group.two-wheeler': '两轮车',
  'group.person': '行人',
  'light.day': '白天',
  'light.dusk': '黄昏',
  'light.night': '夜间',
  'light.rain': '下雨',
  'light.low-sun': '太阳低',
  'direction.left_to_right': '从左到右',
  'direction.right_to_left': '从右到左',
};
