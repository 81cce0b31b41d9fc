using Microsoft.Extensions.AI;
using Reminisce.Memory;
using Reminisce.SemanticKernel;

namespace ChatWithMemory.Chat;

/// <summary>What the messages of a conversation say about its state.</summary>
internal sealed class ConversationView
{
    private const string TokenLabel = "Token: ";

    private readonly IReadOnlyList<ChatMessage> _messages;
    private readonly Dictionary<string, string> _functions = [];

    public ConversationView(IReadOnlyList<ChatMessage> messages)
    {
        _messages = messages;
        LastUserText = messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? "";
        var results = new List<(int Message, ToolResult Result)>();
        for (var i = 0; i < messages.Count; i++)
        {
            foreach (var content in messages[i].Contents)
            {
                if (content is FunctionCallContent call)
                {
                    _functions[call.CallId] = call.Name;
                }
                else if (content is FunctionResultContent result)
                {
                    results.Add((i, new ToolResult(_functions.GetValueOrDefault(result.CallId, ""), result.Result?.ToString() ?? "")));
                }
            }
        }

        PendingResult = results.Count > 0 && results[^1].Message == messages.Count - 1 ? results[^1].Result : null;
        ShownMemories = results.Select(entry => entry.Result).LastOrDefault(IsRecall) is { } recall ? RenderedMemories.Parse(recall.Text) : [];
        PendingForgetToken = results.Count > 0 && IsAnsweredJustNow(results[^1].Message) ? TokenOf(results[^1].Result) : null;
    }

    /// <summary>The last words of the person.</summary>
    public string LastUserText { get; }

    /// <summary>The result of the function that was just called, or nothing when it is the person's turn that must be answered.</summary>
    public ToolResult? PendingResult { get; }

    /// <summary>The memories of the last recall, in the order of their numbers.</summary>
    public IReadOnlyList<RenderedMemory> ShownMemories { get; }

    /// <summary>The token of the preview that the last answer showed.</summary>
    public string? PendingForgetToken { get; }

    private static bool IsRecall(ToolResult result) => result.Function.EndsWith(MemoryPluginDefaults.RecallFunction, StringComparison.Ordinal);

    // A yes counts only as the very next message of the person.
    private bool IsAnsweredJustNow(int resultMessage) => _messages.Skip(resultMessage + 1).Count(message => message.Role == ChatRole.User) == 1;

    private static string? TokenOf(ToolResult result)
    {
        var line = result.Text.Split('\n', 2)[0];
        var at = line.IndexOf(TokenLabel, StringComparison.Ordinal);
        return result.Function.EndsWith(MemoryPluginDefaults.ForgetFunction, StringComparison.Ordinal) && at >= 0
            ? line[(at + TokenLabel.Length)..].Trim()
            : null;
    }
}
