namespace Reminisce.SemanticKernel;

/// <summary>Names and limits of the memory plugin.</summary>
public static class MemoryPluginDefaults
{
    /// <summary>The name of the plugin in a kernel.</summary>
    public const string PluginName = "memory";

    /// <summary>The name of the function that stores.</summary>
    public const string RememberFunction = "remember";

    /// <summary>The name of the function that searches.</summary>
    public const string RecallFunction = "recall";

    /// <summary>The name of the function that removes, in two steps.</summary>
    public const string ForgetFunction = "forget";

    /// <summary>The most memories one recall returns.</summary>
    public const int MaximumResults = 20;

    /// <summary>The most characters of one memory that reach a model.</summary>
    public const int MaximumTextLength = 1500;

    /// <summary>The most tokens of memories that one recall gives to a model.</summary>
    public const int MaximumTokens = 8000;
}
