// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "indexer/article_reader.h"

namespace aplomb::test {

/// Articles to read and act on, made by the real indexer, so that what customers see of them is
/// what customers would see. Whatever is internal has a word that begins with "secret".
inline constexpr std::pair<std::string_view, std::string_view> kReadingArticles[] = {
    {"secretdesk/parcel-secretplan.md", R"(---
title: A parcel is lost, what now
description: What to do when a parcel does not arrive.
kind: procedure
confidence: validated
department: secretdepartment
owner: secretowner
products: [parcels]
symptoms: ["my parcel is lost"]
empathy: "I know how annoying a lost parcel is."
answer: "A new parcel leaves today and is with you on Thursday."
promise: {what: a new parcel, within: 2 working days, limit: 90 EUR secretlimit, authority: secretagent}
exceptions:
  - {when: secretwhen it was a birthday present, may: send it by courier, who: agent, never: twice}
  - {when: secretwhen the parcel is heavy, may: waive the fee, who: lead, never: abroad}
handoff: {to: secretteam two, hours: "08:00-18:00", collect: [order id], say: "A colleague will call you by tonight."}
---
## Secretissue
The caller waits for a parcel. Café Zoë is a pick-up point; CAFE is how the system writes it.

## Resolution
1. Look up the secretorder. See [the fee](fee.md#waive) first.
2. Ask for the address, [as above](#secretissue).

> [!CUSTOMER]
> We send a new parcel today.
>
> - It is *free*.
> - It comes [by courier](https://courier.example/track).

3. Press **Send** in `secrettool`.
4. Say when it comes.[^1]
5. Close the secretcase.

> [!SAY]
> “It is on its way.”

> [!INTERNAL]
> The secretbatch runs at night.

> [!WARNING]
> Never promise a secretdate.

## Returned
1. Ask why.
2. Note it.

## Reference
| Carrier | Days | Secretprice |
|---|---|---|
| Post | 2 | 5 |
| Courier | 1 | 9 |

```sh
secrettool --send parcel
```

- [x] Known to the carrier
- [ ] Known to the secretdesk

![The way of a parcel](way.png)
![A lost picture](gone.png)

[^1]: Days are working days, says secretfootnote.
)"},
    {"secretdesk/fee.md", R"(---
id: parcel-fee
title: Secretfee of a second parcel
kind: policy
answer: "The second secretparcel is free."
---
## Waive
1. Open the secretaccount.
2. Take the fee out.
)"},
    {"secretdesk/abroad.md", R"(---
id: lost-abroad
title: A parcel is lost abroad, what now
description: What to do when a parcel does not arrive in a secretcountry.
symptoms: ["my parcel is lost"]
---
Ask the carrier.
)"},
    {"hours.md", R"(---
id: opening-hours
title: When the parcel shop is open
kind: faq
audience: customer
answer: "The parcel shop is open until eight."
---
## Hours
The parcel shop is open from **nine to eight**.

> [!INTERNAL]
> The secretdoor is open until nine.

## Getting in
1. Ring the bell.
2. Wait for the parcel clerk.
3. Show your card.
)"},
    {"hebrew.md", R"(---
id: hebrew-parcel
title: חבילה parcel שאבדה
language: he
audience: customer
answer: "החבילה תגיע מחר."
empathy: "אני מבין."
---
## שלבים
1. לבדוק את הכתובת.
2. לשלוח חבילה.

| מוביל | ימים |
|---|---|
| דואר | 2 |
)"},
};

[[nodiscard]] inline std::vector<Article> reading_articles() {
  std::vector<Article> articles;
  for (const auto& [path, text] : kReadingArticles) {
    auto read = read_article(path, text, {});
    if (!read.article) throw std::runtime_error(std::string(path) + " was refused");
    articles.push_back(std::move(*read.article));
  }
  return articles;
}

}  // namespace aplomb::test
