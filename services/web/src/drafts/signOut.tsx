/** 退出登录: nothing stays on the device, so whoever still has something unsent is asked first. */
import { Button } from 'antd'
import { useRef } from 'react'
import { useSignOut } from '../api/session.ts'
import { draftTexts } from '../texts/drafts.ts'
import { texts } from '../texts/zh.ts'
import { useDrafts } from './drafts.ts'

const words = draftTexts.leave

export function SignOut() {
  const signOut = useSignOut()
  const unsent = useDrafts().length
  const asking = useRef<HTMLDialogElement>(null)
  return (
    <>
      <Button
        type="text"
        size="small"
        onClick={() => (unsent > 0 ? asking.current?.showModal() : void signOut())}
      >
        {texts.nav.signOut}
      </Button>
      {unsent > 0 && (
        <dialog ref={asking} className="leaving">
          <h2>{words.title(unsent)}</h2>
          <p>{words.note}</p>
          <div className="row">
            <Button danger type="primary" onClick={() => void signOut()}>
              {words.sure}
            </Button>
            <Button onClick={() => asking.current?.close()}>{words.stay}</Button>
          </div>
        </dialog>
      )}
    </>
  )
}
