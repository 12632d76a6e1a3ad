"""Components say what they must, escape what they are given, and refuse what they do not know."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from volunteer_portal.ui.components.figures import bars_of, share
from volunteer_portal.ui.components.surfaces import phrases
from volunteer_portal.ui.forms import RocDateField

TODAY = date(2026, 7, 2)


def drawn(source, **values):
    return Template(source).render(Context(values))


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


@pytest.mark.parametrize(
    "source",
    [
        '{% status "ok" "計入" colour="red" %}',
        '{% button "送出" onclick="x" %}',
        '{% card "標題" style="x" %}{% endcard %}',
        '{% notice "ok" "好" size="large" %}{% endnotice %}',
        '{% icon "clock" width="12" %}',
        '{% field x class="wide" %}',
        '{% dialog "a" "b" modal=True %}{% enddialog %}',
        '{% dialog_foot "留著" %}{% enddialog_foot %}',
        '{% todo "標題" %}',
    ],
)
def test_an_unknown_attribute_does_not_even_compile(source):
    with pytest.raises(TemplateSyntaxError):
        Template(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% status "green" "計入" %}',
        '{% icon "no-such-icon" %}',
        '{% icon "clock" size="huge" %}',
        '{% button "送出" variant="primary" %}',
        '{% button "送出" type="image" %}',
        '{% notice "danger" "x" %}{% endnotice %}',
        '{% card "x" level=1 %}{% endcard %}',
        '{% task "x" "finished" %}',
        '{% check "maybe" "x" %}',
        '{% job_progress "x" "sleeping" %}',
        '{% progress 1 2 "x" kind="great" %}',
        "{% facts columns=9 %}{% endfacts %}",
    ],
)
def test_a_value_the_design_does_not_know_stops_the_page(source):
    with pytest.raises(TemplateSyntaxError):
        drawn(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% status "ok" word %}',
        "{% button word %}",
        "{% button word href=word icon_only=True icon='x' %}",
        "{% page_head word sub=word %}{% endpage_head %}",
        "{% card word sub=word foot=word %}{% endcard %}",
        '{% notice "ok" word %}{{ word }}{% endnotice %}',
        "{% empty word word %}",
        "{% why False word rule=word %}",
        "{% id_masked word whose=word reveal_href='/x' %}",
        "{% stat word word note=word %}",
        "{% crumbs word word word %}",
        "{% fact word word note=word %}",
    ],
)
def test_what_people_typed_is_escaped(source):
    html = drawn(source, word='<b onclick="x">王&小明</b>')
    assert "<b onclick" not in html
    assert "王&amp;小明" in html


def test_status_is_icon_word_and_colour():
    html = drawn('{% status "warn" "不計" icon="not" %}')
    assert "tag-warn" in html
    assert "#not" in html
    assert plain(html) == "不計"


def test_a_button_is_a_link_only_where_it_leads_somewhere():
    assert drawn('{% button "看" href="/x/" variant="main" %}').startswith('<a class="btn btn-main" href="/x/">')
    assert drawn('{% button "送出" %}').startswith('<button class="btn" type="submit">')


def test_a_button_that_may_not_be_pressed_says_why():
    html = drawn('{% button "送出" href="/x/" variant="main" why_not="還有 1 格要改" %}')
    key = re.search(r'aria-describedby="([^"]+)"', html)[1]
    assert 'aria-disabled="true"' in html
    assert f'id="{key}">還有 1 格要改' in html
    assert "href" not in html.replace('<use href="', "")
    assert "btn-main" not in html


@pytest.mark.parametrize(
    ("day", "words", "kind"),
    [
        (date(2026, 6, 30), "逾 2天，115/06/30", "due-late"),
        (TODAY, "今天截止，115/07/02", "due-near"),
        (date(2026, 7, 9), "7天，115/07/09", "due-near"),
        (date(2026, 7, 10), "8天，115/07/10", 'class="due"'),
        (None, "—無期限", 'class="due"'),
    ],
)
def test_deadlines(day, words, kind):
    html = drawn("{% due day today %}", day=day, today=TODAY)
    assert plain(html) == words
    assert kind in html


def test_why_names_the_rule_and_the_step():
    html = drawn('{% why False "沒有特殊訓練" rule="第 9 條" next_label="登錄" next_href="/t/" %}')
    key = re.search(r'popovertarget="([^"]+)"', html)[1]
    assert f'id="{key}" popover' in html
    for wanted in ("不採計", "沒有特殊訓練", "第 9 條", 'href="/t/"'):
        assert wanted in html
    assert "待確認" in drawn('{% why None "等單位確認" %}')


def test_masked_number_offers_no_way_without_address():
    assert "<a" not in drawn('{% id_masked "A12****789" %}')


def test_headings_break_after_punctuation():
    assert phrases("6 件事等你，1 件已逾期") == ["6 件事等你，", "1 件已逾期"]
    assert phrases("待辦") == ["待辦"]
    assert "".join(phrases("甲、乙：丙！")) == "甲、乙：丙！"


def test_wrappers_hand_on_their_content_once():
    html = drawn('{% card "外" %}{% notice "info" %}{% status "ok" "內" %}{% endnotice %}{% endcard %}')
    assert html.count("tag-ok") == 1
    assert "&lt;" not in html


def test_crumbs_end_with_where_one_is():
    html = drawn('{% crumbs "志工" "/v/" "王小明" %}')
    assert '<li><a href="/v/">志工</a></li>' in html
    assert '<li aria-current="page">王小明</li>' in html
    assert "aria-current" not in drawn('{% crumbs "志工" "/v/" %}')


def test_steps_count_from_one():
    html = drawn('{% steps "上傳|檢查|完成" 2 %}')
    assert html.count("step-done") == 1
    assert html.count('aria-current="step"') == 1
    assert "步驟 2／3" in html


def test_pager_keeps_the_filters():
    request = RequestFactory().get("/x/?q=王&page=2")
    page = Paginator(range(100), 20).page(2)
    html = drawn('{% pager page unit="人" %}', page=page, request=request)
    assert "第 21–40 人，共 100 人" in html
    assert 'href="?q=%E7%8E%8B&amp;page=3" rel="next"' in html
    assert "沒有人" in drawn('{% pager page unit="人" %}', page=Paginator([], 20).page(1), request=request)


def test_sort_head_turns_round():
    request = RequestFactory().get("/x/?sort=name&q=a&page=4")
    html = drawn('{% sort_head "姓名" "name" %}', request=request)
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-name&amp;q=a&amp;page=1"' in html
    assert "aria-sort" not in drawn('{% sort_head "隊" "team" %}', request=request)


def test_bars_are_scaled_to_the_longest():
    bars = bars_of([{"label": "a", "value": 30, "extra": 10}, {"label": "b", "value": 20}])
    assert [(bar.length, bar.extra_start, bar.extra_length) for bar in bars] == [(75.0, 75.0, 25.0), (50.0, 50.0, 0.0)]
    assert bars_of([]) == []
    assert bars_of([{"label": "a", "value": 0}])[0].length == 0
    assert share(5, 0) == 0
    assert share(9, 3) == 100


def test_a_chart_is_its_own_table():
    html = drawn('{% bar_chart "每年" rows "小時" %}', rows=[{"label": "114", "value": 3}])
    assert "<caption>每年" in html
    assert '<th scope="row">114</th>' in html
    assert "style=" not in html


def test_a_running_job_asks_for_itself_and_a_done_one_does_not():
    source = '{% job_progress "匯入" state 3 10 poll_href="/j/1/" %}'
    assert 'hx-get="/j/1/"' in drawn(source, state="running")
    assert "hx-get" not in drawn(source, state="done")


def test_timeline_and_feed_show_roc_dates_and_iso():
    html = drawn("{% timeline items %}", items=[{"label": "提交", "state": "done", "at": date(2026, 7, 2), "by": "王"}])
    assert '<time class="num" datetime="2026-07-02">115/07/02</time>' in html
    html = drawn("{% feed items %}", items=[{"at": datetime(2026, 7, 2, 1, 5, tzinfo=UTC), "text": "改了"}])
    assert "115/07/02 9:05" in html


class Person(forms.Form):
    name = forms.CharField(label="姓名", help_text="照身分證寫")
    born_on = RocDateField(label="生日", required=False)
    sex = forms.ChoiceField(label="性別", choices=[("m", "男")], widget=forms.RadioSelect)
    agrees = forms.BooleanField(label="同意")


def test_label_hint_error_control_in_that_order_and_joined():
    html = drawn("{% field form.name %}", form=Person({}))
    order = [html.index(part) for part in ("<label", "照身分證寫", "這一欄還沒有填", "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    for key in ("id_name_helptext", "id_name_error"):
        assert f'id="{key}"' in html
    assert 'aria-invalid="true"' in html


def test_optional_fields_say_so_and_needed_ones_do_not():
    assert "選填" in drawn("{% field form.born_on %}", form=Person())
    assert "選填" not in drawn("{% field form.name %}", form=Person())


def test_choices_are_a_group_with_a_legend():
    html = drawn("{% field form.sex %}", form=Person({}))
    assert "<fieldset" in html
    assert "<legend" in html
    assert '<label for="id_sex_0">男</label>' in html


def test_error_summary_links_each_message_to_its_field_word_for_word():
    form = Person({"born_on": "58-13-2"})
    html = drawn("{% error_summary form %}", form=form)
    assert "有 4 個地方要改" in html
    for target in ("id_name", "id_born_on", "id_sex_0", "id_agrees"):
        assert f'href="#{target}"' in html
        assert f'id="{target}"' in drawn("{% fields form %}", form=form)
    assert form.errors["born_on"][0] in html.replace("&#x27;", "'")
    assert drawn("{% error_summary form %}", form=Person()) == ""


def test_a_form_nobody_dressed_looks_the_same():
    form = Person({})
    assert drawn("{% fields form %}", form=form) in str(form)


def test_filters_show_what_is_set_and_how_to_unset_it():
    class Narrow(forms.Form):
        team = forms.ChoiceField(label="隊", choices=[("", "全部"), ("a", "關懷據點")], required=False)

    request = RequestFactory().get("/x/?team=a&sort=name&page=3")
    html = drawn("{% filter_form form %}", form=Narrow(request.GET), request=request)
    assert "隊：關懷據點" in html
    assert 'href="?sort=name"' in html
    assert '<input type="hidden" name="sort" value="name">' in html
