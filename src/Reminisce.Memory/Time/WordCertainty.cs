namespace Reminisce.Memory.Time;

/// <summary>Which words a slot takes when some of them also mean something else ("may", "march", "sat").</summary>
internal enum WordCertainty
{
    Any,
    CertainOrCapitalized,
    Certain,
}
