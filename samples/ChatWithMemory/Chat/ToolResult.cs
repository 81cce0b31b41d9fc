namespace ChatWithMemory.Chat;

/// <summary>What a function of the conversation returned.</summary>
internal sealed record ToolResult(string Function, string Text);
