namespace Reminisce.Training;

/// <summary>One thing that was checked.</summary>
/// <param name="What">What was looked at.</param>
/// <param name="Found">What was found.</param>
/// <param name="Expected">What is expected, or empty where nothing is and the finding is for information.</param>
/// <param name="IsGood">Whether what was found is as expected.</param>
public sealed record PackCheckRow(string What, string Found, string Expected, bool IsGood);
