using System.Globalization;

namespace Reminisce.Memory.Time;

/// <summary>Turns a matched rule into the time it means, seen from now.</summary>
/// <remarks>
/// A memory looks back: a name without its year or week means the latest such time that has begun. Spans of days end with
/// the day, so "the past week" includes what happens today. A day that its month has not (31 April) means the month; what no calendar has gives nothing.
/// </remarks>
internal sealed partial class TimeResolver(LocalCalendar calendar)
{
    private delegate TimeReading? Meaning(TimeResolver resolver, string[] arguments, TimeBindings values);

    private static readonly Dictionary<string, Meaning> s_meanings = new()
    {
        ["day"] = static (r, a, v) => r.RelativeDay(Integer(a[0]), v.Text("part")),
        ["night"] = static (r, a, v) => r.RelativeDay(Integer(a[0]), a[1]),
        ["period"] = static (r, a, v) => r.RelativePeriod(Unit(v.Text("period")!), Integer(a[0])),
        ["period-so-far"] = static (r, a, v) => r.PeriodSoFar(Unit(v.Text("period")!)),
        ["ago"] = static (r, a, v) => r.Ago(v.Number("n") ?? 1, Unit(v.Text("unit")!)),
        ["ago-minutes"] = static (r, a, v) => r.Ago(Integer(a[0]), TimeUnit.Minute),
        ["few-ago"] = static (r, a, v) => r.FewAgo(Unit(v.Text("unit")!)),
        ["ago-weeks"] = static (r, a, v) => r.Ago(Integer(a[0]), TimeUnit.Week),
        ["past"] = static (r, a, v) => r.Past(v.Number("n") ?? Integer(a[0]), Unit(v.Text("unit") ?? v.Text("period")!)),
        ["past-days"] = static (r, a, v) => r.Past(Integer(a[0]), TimeUnit.Day),
        ["weekend"] = static (r, a, v) => r.Weekend(a[0], v.Number("n")),
        ["weekday"] = static (r, a, v) => r.Weekday(Day(v), a[0], v.Number("n"), v.Text("part")),
        ["weekday-in-week"] = static (r, a, v) => r.WeekdayInWeek(Day(v), Integer(a[0]), v.Text("part")),
        ["month"] = static (r, a, v) => r.Month(v.Number("month")!.Value, v.Number("year"), a[0]),
        ["month-in-year"] = static (r, a, v) => r.Month(v.Number("month")!.Value, r.Today.Year + Integer(a[0]), "on"),
        ["month-number"] = static (r, a, v) => r.Month(v.Number("num")!.Value, v.Number("year"), "on"),
        ["season"] = static (r, a, v) => r.Season(v.Number("season")!.Value, v.Number("year"), a[0]),
        ["season-in-year"] = static (r, a, v) => r.Season(v.Number("season")!.Value, r.Today.Year + Integer(a[0]), "on"),
        ["quarter"] = static (r, a, v) => r.Quarter(v.Number("quarter")!.Value, v.Number("year")),
        ["quarter-in-year"] = static (r, a, v) => r.Quarter(v.Number("quarter")!.Value, r.Today.Year + Integer(a[0])),
        ["year-offset"] = static (r, a, v) => r.RelativePeriod(TimeUnit.Year, Integer(a[0])),
        ["year"] = static (r, a, v) => Whole(new DateTime(v.Number("year")!.Value, 1, 1), TimeUnit.Year),
        ["date"] = static (r, a, v) => r.Date(v.Number("year"), v.Number("month")!.Value, v.Number("day") ?? v.Number("ordinal")!.Value, v.Text("part"))
            ?? r.Month(v.Number("month")!.Value, v.Number("year"), "on"),
        ["date-in-year"] = static (r, a, v) => r.Date(r.Today.Year + Integer(a[0]), v.Number("month")!.Value, v.Number("day") ?? v.Number("ordinal")!.Value, null),
        ["date-ymd"] = static (r, a, v) => r.Date(v.Number("year"), v.Number("num")!.Value, v.Number("num", 1)!.Value, null),
        ["date-dmy"] = static (r, a, v) => r.Date(v.Number("year") ?? v.Number("yy"), v.Number("num", 1)!.Value, v.Number("num")!.Value, null),
        ["day-of-month"] = static (r, a, v) => r.DayOfMonth(v.Number("ordinal") ?? v.Number("num")!.Value),
        ["holiday"] = static (r, a, v) => r.Holiday(v.Text("holiday")!, v.Number("year")),
        ["part-of"] = static (r, a, v) => PartOf(v.Point(), v.Text("part")!),
        ["portion"] = static (r, a, v) => Portion(v.Point(), a[0]),
        ["day-range"] = static (r, a, v) => r.DayRange(v.Number("year"), v.Number("month")!.Value, v.Number("day")!.Value, v.Number("day", 1)!.Value),
        ["clock"] = static (r, a, v) => r.Clock(a[0], v.Number("hour"), v.Number("minute"), a.Length > 1 ? Integer(a[1]) : v.Number("minute") is null ? 30 : 15),
        ["clock-at"] = static (r, a, v) => r.Clock("fixed", Integer(a[0]), null, Integer(a[1])),
        ["clock-range"] = static (r, a, v) => r.ClockRange(a[0], a[1], v),
        ["offset"] = static (r, a, v) => Offset(v.Point(), v.Number("n") ?? 1, Unit(v.Text("unit")!), Integer(a[0])),
        ["beside"] = static (r, a, v) => Beside(v.Point(), Unit(v.Text("span")!), Integer(a[0])),
        ["weekday-beside"] = static (r, a, v) => DayBeside(v.Point(), Day(v), 1, Integer(a[0])),
        ["weekend-beside"] = static (r, a, v) => DayBeside(v.Point(), DayOfWeek.Saturday, 2, Integer(a[0])),
        ["nth-week"] = static (r, a, v) => NthWeek(v.Point(), v.Number("nth")!.Value),
        ["nth-weekday"] = static (r, a, v) => NthDay(v.Point(), v.Number("nth")!.Value, Day(v), 1),
        ["nth-weekend"] = static (r, a, v) => NthDay(v.Point(), v.Number("nth")!.Value, DayOfWeek.Saturday, 2),
        ["either"] = static (r, a, v) => r.Either(v.Point(), v.Point(1)),
        ["between"] = static (r, a, v) => r.Between(v.Point(), v.Point(1)),
        ["since"] = static (r, a, v) => r.Since(v.Point()),
        ["after"] = static (r, a, v) => r.After(v.Point()),
        ["before"] = static (r, a, v) => r.Before(v.Point()),
    };

    public LocalCalendar Calendar => calendar;

    private DateTime Today => calendar.Now.Date;

    /// <summary>Tells whether a pack may name this meaning.</summary>
    public static bool Knows(string operation) => operation == "date-ambiguous" || s_meanings.ContainsKey(operation);

    public TimeReading? Resolve(TimeTemplate rule, TimeBindings values, bool monthFirst) =>
        rule.Operation == "date-ambiguous"
            ? AmbiguousDate(values.Number("year") ?? values.Number("yy"), values.Number("num")!.Value, values.Number("num", 1)!.Value, monthFirst)
            : s_meanings[rule.Operation](this, rule.Arguments, values);

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static TimeUnit Unit(string text) => Enum.Parse<TimeUnit>(text, ignoreCase: true);

    private static DayOfWeek Day(TimeBindings values) => Enum.Parse<DayOfWeek>(values.Text("weekday") ?? values.Text("weekdays")!, ignoreCase: true);

    private static TimeReading Whole(DateTime start, TimeUnit unit, Recurrence recurrence = Recurrence.None) =>
        new(new LocalSpan(start, CalendarMath.Add(start, unit, 1)), recurrence);

    /// <summary>Narrows a day to a part of it, written as hours: <c>18-29</c> ends at five the next morning.</summary>
    private static TimeReading WithPart(TimeReading day, string? part)
    {
        if (part is null)
        {
            return day;
        }

        var hours = part.Split('-').Select(Integer).ToArray();
        LocalSpan Narrow(LocalSpan span) => new(span.Start.AddHours(hours[0]), span.Start.AddHours(hours[1]));
        return day with { Span = Narrow(day.Span), Alternatives = [.. day.Alternatives.Select(Narrow)] };
    }
}
