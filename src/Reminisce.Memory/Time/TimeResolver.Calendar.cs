namespace Reminisce.Memory.Time;

/// <summary>Months, dates, seasons, quarters and fixed holidays.</summary>
internal sealed partial class TimeResolver
{
    private TimeReading? Month(int month, int? year, string mode)
    {
        if (month is < 1 or > 12)
        {
            return null;
        }

        if (year is { } given)
        {
            return Whole(new DateTime(given, month, 1), TimeUnit.Month);
        }

        var thisYear = new DateTime(Today.Year, month, 1);
        return mode switch
        {
            "this" => Whole(thisYear, TimeUnit.Month),
            "next" => Whole(month > Today.Month ? thisYear : thisYear.AddYears(1), TimeUnit.Month),
            // "Last March" in June: three months ago to some, the March of last year to others.
            "last" when month < Today.Month => Whole(thisYear, TimeUnit.Month) with { Alternatives = [Whole(thisYear.AddYears(-1), TimeUnit.Month).Span] },
            "last" => Whole(thisYear.AddYears(-1), TimeUnit.Month),
            _ => LatestBegun(Whole(thisYear, TimeUnit.Month)),
        };
    }

    private TimeReading? Date(int? year, int month, int day, string? part)
    {
        if (year is { } given)
        {
            return CalendarMath.TryDate(given, month, day) is { } date ? WithPart(Whole(date, TimeUnit.Day), part) : null;
        }

        // 29 February: the latest year that has it.
        for (var candidate = Today.Year; candidate > Today.Year - 8 && candidate > 1; candidate--)
        {
            if (CalendarMath.TryDate(candidate, month, day) is { } date && date <= Today)
            {
                return WithPart(Whole(date, TimeUnit.Day, Recurrence.Yearly), part);
            }
        }

        return null;
    }

    private TimeReading? AmbiguousDate(int? year, int first, int second, bool monthFirst)
    {
        var (chosen, other) = (Date(year, first, second, null), Date(year, second, first, null));
        if (!monthFirst)
        {
            (chosen, other) = (other, chosen);
        }

        return chosen is null ? other : other is null ? chosen : chosen with { Alternatives = [other.Span] };
    }

    private TimeReading? DayOfMonth(int day)
    {
        var month = new DateTime(Today.Year, Today.Month, 1);
        for (var back = 0; back < 3; back++, month = CalendarMath.AddMonths(month, -1))
        {
            if (CalendarMath.TryDate(month.Year, month.Month, day) is { } date && date <= Today)
            {
                return Whole(date, TimeUnit.Day, Recurrence.Monthly);
            }
        }

        return null;
    }

    private TimeReading Season(int firstMonth, int? year, string mode)
    {
        LocalSpan In(int of) => new(new DateTime(of, firstMonth, 1), new DateTime(of, firstMonth, 1).AddMonths(3));
        if (year is { } given)
        {
            // A winter lies in two years; it is named after the one it begins in, or the one it ends in.
            return new TimeReading(In(given)) { Alternatives = firstMonth == 12 ? [In(given - 1)] : [] };
        }

        var latest = In(Today.Year).Start <= Today ? In(Today.Year) : In(Today.Year - 1);
        var isNow = latest.End > Today;
        return mode switch
        {
            "last" when isNow => new TimeReading(latest.Back(Recurrence.Yearly)),
            "last" => new TimeReading(latest) { Alternatives = latest.Start.Year == Today.Year ? [latest.Back(Recurrence.Yearly)] : [] },
            "this" => new TimeReading(isNow || latest.Start.Year == Today.Year ? latest : In(Today.Year)),
            "next" => new TimeReading(In(latest.Start.Year + 1)),
            _ => new TimeReading(latest, Recurrence.Yearly),
        };
    }

    private TimeReading Quarter(int quarter, int? year)
    {
        var start = new DateTime(year ?? Today.Year, ((quarter - 1) * 3) + 1, 1);
        var reading = Whole(start, TimeUnit.Quarter);
        return year is null ? LatestBegun(reading) : reading;
    }

    private TimeReading? Holiday(string monthAndDay, int? year)
    {
        var parts = monthAndDay.Split('-');
        return Date(year, Integer(parts[0]), Integer(parts[1]), null);
    }

    private TimeReading LatestBegun(TimeReading ofThisYear) =>
        (ofThisYear.Span.Start <= Today ? ofThisYear : ofThisYear with { Span = ofThisYear.Span.Back(Recurrence.Yearly) }) with { Recurrence = Recurrence.Yearly };
}
