namespace Reminisce.Memory.Time;

/// <summary>How often a span named without its year or week comes back: by this it is moved when a range needs it.</summary>
internal enum Recurrence
{
    None,
    Weekly,
    Monthly,
    Yearly,
}
