/** 中文 / English: the way to the other language, under its own name. */
import { Button } from 'antd'
import { language, nameOf, speak } from '../texts/language.ts'

const other = language === 'en' ? 'zh' : 'en'

export const LanguageSwitch = () => (
  <Button type="text" size="small" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => speak(other)}>
    {nameOf(other)}
  </Button>
)
