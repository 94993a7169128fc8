-- Refuses JSON that does not fit the contract, and says what is wrong by the path of a field.
--
-- The transcoder drops fields that it does not know, so that a misspelt one would
-- change an answer unseen, and repeats values that it cannot read, which may be
-- about a patient. What is said here never has a value in it.
--
-- Put in front of this file, from the contract and the texts:
--   FIELDS    by message: each name that a field has in JSON, with the field's own
--             name, the slot that it fills alone or with others, its message, or
--             false, and whether it is a list
--   SAY       the sentences, with their places in braces
--   NO_FIT    by type: what is said of a value that is not of it
--   LONGEST_NAME of a field that is repeated, DEEPEST nesting that is read

local FORMAT = '{"code":%d,"message":%s,"details":[%s]}'
local INFO = '{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ERROR_REASON_MALFORMED_MESSAGE",'
  .. '"domain":"avtalt","metadata":{"problem":%s}}'
local OBJECT, END_OF_OBJECT, LIST, END_OF_LIST = ("{}[]"):byte(1, 4)
local QUOTE, BACKSLASH, COMMA, COLON, NULL = ('"\\,:n'):byte(1, 5)
local UNKNOWN, INVALID_ARGUMENT, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE = 2, 3, 4, 8, 14

local function fill(sentence, data)
  return (sentence:gsub("{(%w+)}", data))
end

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(sign) return string.format("\\u%04x", sign:byte()) end) .. '"'
end

local function status(code, message, details)
  return string.format(FORMAT, code, quoted(message), details or "")
end

local function malformed(problem)
  return status(INVALID_ARGUMENT, fill(SAY.MALFORMED_MESSAGE, { problem = problem }), INFO:format(quoted(problem)))
end

-- Reading. A reader has the text and the path to where it is; a problem is thrown as a table.

local function refuse(problem)
  error({ problem = problem }, 0)
end

local function not_json(reader, place)
  local before = reader.text:sub(1, place - 1)
  local _, lines = before:gsub("\n", "")
  local column = #before:match("[^\n]*$") + 1
  refuse(fill(SAY.NOT_JSON, { line = lines + 1, column = column }))
end

local function where(reader, name)
  local said = ""
  for depth = 1, reader.depth do
    local part = reader.path[depth]
    if type(part) == "number" then
      said = said .. "[" .. part .. "]"
    else
      said = said .. (said == "" and "" or ".") .. part
    end
  end
  if name then return said == "" and name or said .. "." .. name end
  return said == "" and SAY.REQUEST or said
end

local function no_field(reader, name)
  if #name <= LONGEST_NAME and name:find("^[%a_]+$") then
    refuse(fill(SAY.NO_FIELD, { where = where(reader, name) }))
  end
  refuse(fill(SAY.A_FIELD_TOO_MANY, { where = where(reader) }))
end

local function after_space(reader, place)
  return reader.text:find("[^ \t\r\n]", place) or #reader.text + 1
end

local function after_string(reader, start)
  local place = start + 1
  while true do
    place = reader.text:find('["\\%z\1-\31]', place)
    local sign = place and reader.text:byte(place)
    if sign == QUOTE then return place + 1 end
    if sign ~= BACKSLASH then not_json(reader, place or #reader.text + 1) end
    place = place + 2
  end
end

local function after_word(reader, start)
  local text = reader.text
  local _, last = text:find("^%-?%d+%.?%d*[eE]?[%+%-]?%d*", start)
  if last then return last + 1 end
  for _, word in ipairs({ "true", "false", "null" }) do
    if text:sub(start, start + #word - 1) == word then return start + #word end
  end
  not_json(reader, start)
end

local read_value

local function enter(reader, part)
  reader.depth = reader.depth + 1
  reader.path[reader.depth] = part
  if reader.depth > DEEPEST then refuse(SAY.TOO_DEEP) end
end

local function read_items(reader, start, closing, read_item)
  local place = after_space(reader, start + 1)
  if reader.text:byte(place) == closing then return place + 1 end
  local number = 0
  while true do
    place = after_space(reader, read_item(place, number))
    local sign = reader.text:byte(place)
    if sign == closing then return place + 1 end
    if sign ~= COMMA then not_json(reader, place) end
    place, number = after_space(reader, place + 1), number + 1
  end
end

local function take(reader, message, filled, name, value)
  local field = FIELDS[message][name]
  if not field then no_field(reader, name) end
  if reader.text:find("^null", value) then return field end
  local before = filled[field.slot]
  if before == name then refuse(SAY.TWICE) end
  if before then refuse(fill(SAY.BOTH, { where = where(reader), one = before, other = name })) end
  filled[field.slot] = name
  return field
end

local function read_list(reader, start, message)
  if reader.text:byte(start) ~= LIST then refuse(fill(SAY.NO_LIST, { where = where(reader) })) end
  return read_items(reader, start, END_OF_LIST, function(place, number)
    enter(reader, number)
    local after = read_value(reader, place, message)
    reader.depth = reader.depth - 1
    return after
  end)
end

local function read_field(reader, place, field)
  enter(reader, field.name)
  local after
  if field.is_list and not reader.text:find("^null", place) then
    after = read_list(reader, place, field.message)
  else
    after = read_value(reader, place, field.message)
  end
  reader.depth = reader.depth - 1
  return after
end

local function read_object(reader, start, message)
  local filled, text = {}, reader.text
  return read_items(reader, start, END_OF_OBJECT, function(place)
    if text:byte(place) ~= QUOTE then not_json(reader, place) end
    local past = after_string(reader, place)
    local colon = after_space(reader, past)
    if text:byte(colon) ~= COLON then not_json(reader, colon) end
    local value = after_space(reader, colon + 1)
    return read_field(reader, value, take(reader, message, filled, text:sub(place + 1, past - 2), value))
  end)
end

function read_value(reader, place, message)
  local sign = reader.text:byte(place)
  if sign == OBJECT and message then return read_object(reader, place, message) end
  if message and sign ~= NULL then refuse(fill(SAY.NO_OBJECT, { where = where(reader) })) end
  if sign == OBJECT or sign == LIST then refuse(fill(SAY.NO_FIT, { where = where(reader) })) end
  if sign == QUOTE then return after_string(reader, place) end
  return after_word(reader, place)
end

local function check(text, message)
  local reader = { text = text, path = {}, depth = 0 }
  local start = after_space(reader, 1)
  if text:byte(start) ~= OBJECT then refuse(SAY.NO_JSON_OBJECT) end
  local last = after_space(reader, read_object(reader, start, message))
  if last <= #text then not_json(reader, last) end
end

-- What the transcoder or the way to the server says, without the values in it.

local function retold(text)
  local field, kind = text:match("^%s*([%w_%.%[%]]+): invalid value .* for type (%S+)%s*$")
  if field then
    kind = kind:gsub("^type.googleapis.com/", "")
    return fill(NO_FIT[kind] or SAY.NO_FIT, { where = field })
  end
  if text:find("^Could not find field ") then
    return fill(SAY.A_FIELD_TOO_MANY, { where = SAY.QUERY })
  end
  return fill(SAY.NO_FIT, { where = SAY.REQUEST })
end

local TOLD = {
  ["400"] = function(text) return malformed(retold(text)) end,
  ["413"] = function() return status(RESOURCE_EXHAUSTED, SAY.TOO_LARGE) end,
  ["503"] = function() return status(UNAVAILABLE, SAY.NO_SERVER) end,
  ["504"] = function() return status(DEADLINE_EXCEEDED, SAY.TOO_LATE) end,
}

function envoy_on_request(handle)
  local message = handle:metadata():get("message")
  if not message then return end
  local body = handle:body()
  if not body or body:length() == 0 then return end
  local fine, problem = pcall(check, body:getBytes(0, body:length()), message)
  if fine then return end
  local said = type(problem) == "table" and problem.problem or fill(SAY.NO_FIT, { where = SAY.REQUEST })
  handle:respond({ [":status"] = "400", ["content-type"] = "application/json" }, malformed(said))
end

function envoy_on_response(handle)
  local headers = handle:headers()
  if headers:get(":status") == "200" and handle:metadata():get("in_parts") then
    headers:replace("content-type", "application/x-ndjson")
  end
  if headers:get("content-type") ~= "text/plain" then return end
  local tell = TOLD[headers:get(":status")] or function() return status(UNKNOWN, SAY.OTHER) end
  local body = handle:body(true)
  local length = body:setBytes(tell(body:getBytes(0, body:length())))
  handle:headers():replace("content-length", tostring(length))
  handle:headers():replace("content-type", "application/json")
end
