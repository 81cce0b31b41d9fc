namespace Reminisce.Memory.Time;

/// <summary>A unit in which people count time.</summary>
internal enum TimeUnit
{
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}
