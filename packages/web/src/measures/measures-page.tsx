export function MeasuresPage(_props: { readonly cameraId: string }) {
  return null;
}
